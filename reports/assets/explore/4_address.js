// The address: all that was chosen, after #.

function keysOf(dim, list) { return list.map(function (at) { return dims[dim].items[at].key; }).join(','); }
function written() {
    var d = defaults(), parts = [];
    function put(name, text, usual) { if (text !== usual) parts.push(name + '=' + text); }
    put('m', state.measure, d.measure);
    put('split', state.split, d.split);
    put('by', state.by, d.by);
    dimNames.forEach(function (dim) { put(dims[dim].hash, keysOf(dim, state.only[dim]), ''); });
    put('from', cube.months[state.from].key, cube.months[d.from].key);
    put('to', cube.months[state.to].key, cube.months[d.to].key);
    put('kind', state.kind, d.kind);
    put('hide', state.hidden.join(','), '');
    put('sort', state.sort, '');
    return parts.join('&');
}
function placeOf(items, key) {
    for (var i = 0; i < items.length; i++) if (items[i].key === key) return i;
    return -1;
}
function places(items, text) {
    return text.split(',').map(function (key) { return placeOf(items, key); })
        .filter(function (at, i, all) { return at >= 0 && all.indexOf(at) === i; }).sort(function (a, b) { return a - b; });
}
// Reads an address; what is not known in it is passed over.
function read(text) {
    var next = defaults(), asked = {};
    text.slice(0, 20000).split('&').forEach(function (part) {
        var at = part.indexOf('=');
        if (at > 0) asked['=' + part.slice(0, at)] = part.slice(at + 1);
    });
    function oneOf(name, all, usual) { return all.indexOf(asked['=' + name]) >= 0 ? asked['=' + name] : usual; }
    next.measure = oneOf('m', Object.keys(measures), next.measure);
    next.split = oneOf('split', dimNames.concat('none'), next.split);
    next.by = oneOf('by', dimNames, next.by);
    next.kind = oneOf('kind', ['stacked', 'lines'], next.kind);
    dimNames.forEach(function (dim) { next.only[dim] = places(dims[dim].items, asked['=' + dims[dim].hash] || ''); });
    ['from', 'to'].forEach(function (end) {
        var at = placeOf(cube.months, asked['=' + end]);
        if (at >= 0) next[end] = at;
    });
    if (next.split !== 'none') {
        var hidden = (asked['=hide'] || '').split(',');
        next.hidden = dims[next.split].items.map(function (i) { return i.key; }).concat('others')
            .filter(function (key) { return hidden.indexOf(key) >= 0; });
    }
    next.sort = /^-?\d{1,2}$/.test(asked['=sort'] || '') ? asked['=sort'] : '';
    return next;
}
// The bounds between value groups are those of a month's plan year.
function hasGroups() { return !isSold() && (state.split === 'group' || state.by === 'group' || state.only.group.length > 0); }
function rulers() {
    var from = cube.months[state.from], to = cube.months[state.to];
    return hasGroups() && from.bounds !== to.bounds ? 'Value groups are those of their month-end: on the bounds of ' + from.bounds + ' at ' + from.name +
        ', on those of ' + to.bounds + ' at ' + to.name + '. The page on migration judges both on the same.' : '';
}
// Makes the state one that can be answered, and says what it had to change.
function settle() {
    var m = measures[state.measure], remark = '';
    if (isSold() && m.sold) {
        state.measure = m.sold;
        remark = m.name + ' is not known by product, so this is ' + measures[m.sold].name.toLowerCase() +
            '. Value groups are those of ' + cube.months[last].name + '.';
    } else if (isSold()) {
        remark = 'By product, value groups are those of ' + cube.months[last].name + ' in every month.';
    }
    if (state.from > state.to) state.from = [state.to, state.to = state.from][0];
    state.from = Math.max(state.from, firstMonth());
    state.to = Math.max(state.to, state.from);
    el('remark').textContent = remark || rulers();
}
