// Words: what is chosen, and the answer.

function listed(dim) {
    return inWords(state.only[dim].map(function (at) { return dims[dim].items[at].name; }));
}
function inWords(all) {
    var names = all.slice(0, 3);
    if (all.length > 3) names.push((all.length - 3) + ' more');
    return names.length < 2 ? names.join() : names.slice(0, -1).join(', ') + ' and ' + names[names.length - 1];
}
function period(at) {
    var month = cube.months[at].name;
    return state.measure === 'customers' ? 'at ' + month : 'in the ' + (cube.window === 1 ? 'month' : cube.window + ' months') + ' to ' + month;
}
// Who divides profit by customers gets another number.
function leavers() { return state.measure === 'each' ? ' · without what those who left still book' : ''; }
function spelled(v) {
    var kind = measures[state.measure].kind;
    if (kind === 'count') return count(v);
    if (kind === 'share') return percent(v);
    return short(v);
}
function changed(now, then) {
    if (state.from === state.to || !isChangeKnown() || !isFinite(now) || !isFinite(then)) return '';
    var change = measures[state.measure].kind === 'share' ? decimal((now - then) * 100, 1) + spelling.gap + 'pp' : spelled(now - then);
    return '; ' + plus(change) + ' since ' + cube.months[state.from].name;
}
function answer(total) {
    var now = value(total, state.to), then = value(total, state.from);
    return measures[state.measure].name + ' ' + period(state.to) + ': ' + spelled(now) + changed(now, then) + '. ' + selection() + without();
}
function without() {
    var months = togetherIn([state.from, state.to]);
    return months && ' Without groups that are shown together in ' + months + (state.from === state.to ? '.' : ', so that nothing can be said of the change.');
}
function selection() {
    var chosen = dimNames.filter(function (dim) { return state.only[dim].length; });
    return chosen.length ? 'Only ' + chosen.map(listed).join('; ') + '.' : 'All customers are in it.';
}
