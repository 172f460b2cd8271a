// The page: titles, keys and tables.

function shownTime() {
    var dim = state.split === 'none' ? '' : state.split, list = rows(dim);
    return coloured(dim === 'group' ? list : largest(list, 8), dim);
}
function isHidden(row) { return state.hidden.indexOf(row.key) >= 0; }
function valuesOf(list) {
    var all = [];
    list.forEach(function (row) { for (var m = firstMonth(); m <= last; m++) all.push(value(row.months, m)); });
    return all;
}
function showTime() {
    var all = shownTime(), list = all.filter(function (row) { return !isHidden(row); });
    var m = measures[state.measure], scale = scaleFor(valuesOf(list));
    el('time-title').textContent = m.name + ' over time' + (state.split === 'none' ? '' : ', by ' + dims[state.split].name);
    el('time-sub').textContent = scale.name + (m.kind === 'count' ? ' at each month-end' : ' · ' + cube.window + (cube.window === 1 ? ' month' : ' months') + ' to each month-end') + leavers();
    showKeys(state.split === 'none' ? [] : all);
    var width = el('time-chart').clientWidth;
    draw('time-chart', timeOption(list, scale, width));
    drawnTime = { list: list, scale: scale, room: roomFor(width) };
    nameTime(chart('time-chart'), token('ink'));
    showMonths(list, scale);
    el('stacked').disabled = !!m.isRatio;
    press(el('stacked'), state.kind === 'stacked' && !m.isRatio);
    press(el('lines'), state.kind === 'lines' || !!m.isRatio);
}
// While the reader drags, only what hangs on the range changes.
function zoomTime() {
    showMonths(drawnTime.list, drawnTime.scale);
    nameTime(chart('time-chart'), token('ink'));
}
var drawnTime;
function nameTime(on, ink) {
    if (drawnTime.room > 16) nameLines(on, drawnTime.list, drawnTime.scale, on.getWidth() - drawnTime.room + 8, drawnTime.room - 8, ink);
}
function press(button, isOn) { button.setAttribute('aria-pressed', isOn ? 'true' : 'false'); }
// The key of colours; each entry takes its line away and brings it back.
function showKeys(list) {
    var box = el('keys'), known = Array.from(box.children).map(function (b) { return b.value; }).join();
    if (known !== list.map(function (row) { return row.key; }).join()) {
        box.replaceChildren.apply(box, list.map(function (row) { return keyButton(row); }));
    }
    list.forEach(function (row, i) {
        press(box.children[i], !isHidden(row));
        box.children[i].firstChild.style.background = row.colour ? token(row.colour) : '';
    });
    // Nobody presses anything on paper.
    el('paper-keys').replaceChildren.apply(el('paper-keys'), list.filter(function (row) { return !isHidden(row); }).map(function (row) {
        var item = make('li'), mark = make('i', '');
        mark.style.background = row.colour ? token(row.colour) : '';
        item.append(mark, make('bdi', row.name));
        return item;
    }));
}
function keyButton(row) {
    var b = make('button');
    b.type = 'button';
    b.value = row.key;
    b.appendChild(make('i', ''));
    b.appendChild(make('bdi', row.name));
    b.title = row.name;
    b.addEventListener('click', function () { flip(state.hidden, row.key); show(); });
    return b;
}
function flip(list, item) {
    var at = list.indexOf(item);
    if (at >= 0) list.splice(at, 1); else list.push(item);
}
function compared() {
    var list = rows(state.by);
    if (state.by === 'group') return list;
    if (state.by === state.split) coloured(list, state.by);
    else list.forEach(function (row) { row.colour = 'ink2'; });
    return list.sort(function (a, b) { return sortable(value(b.months, state.to)) - sortable(value(a.months, state.to)) || a.at - b.at; });
}
function sortable(v) { return isFinite(v) ? v : -Number.MAX_VALUE; }
var clickable = [];
function isBeside() { return el('time').getBoundingClientRect().top === el('compare').getBoundingClientRect().top; }
function showCompare(list) {
    var few = largest(list, 16), box = el('compare-chart'), m = measures[state.measure];
    var scale = scaleFor(few.reduce(function (all, row) { return all.concat(value(row.months, state.from), value(row.months, state.to)); }, []));
    clickable = few;
    el('compare-title').textContent = m.name + ' by ' + dims[state.by].name;
    el('compare-sub').textContent = scale.name + ' ' + period(state.to) + leavers() + (state.from === state.to ? '' : ' · the tick is ' + cube.months[state.from].name);
    box.style.height = Math.max(150, few.length * (isPrinting ? 24 : 30) + 40, isBeside() && !isPrinting ? el('time-chart').clientHeight + el('keys').clientHeight : 0) + 'px';
    chart('compare-chart').resize();
    draw('compare-chart', compareOption(few, scale, box.clientWidth));
}

// Every column: heading, number to sort by, text. ends are totals of a row.
function columns(list) {
    var m = measures[state.measure], now = scaleFor(ends(list));
    var unit = m.kind === 'money' ? ' (' + now.name + ')' : '', all = [];
    function at(month) { return function (row) { return value(row.months, month); }; }
    all.push({ name: m.name + unit + ', ' + cube.months[state.to].name, of: at(state.to), text: now.text });
    if (state.from !== state.to) {
        all.push({ name: cube.months[state.from].name, of: at(state.from), text: now.text });
        all.push({ name: 'Change', of: function (row) { return isChangeKnown(row.isTotal ? '' : state.by, row) ? value(row.months, state.to) - value(row.months, state.from) : NaN; }, text: changeText(now) });
    }
    (isSold() ? ['revenue', 'direct', 'gross', 'grossshare'] : ['customers', 'revenue', 'cost', 'profit', 'margin', 'each'])
        .filter(function (name) { return name !== state.measure; })
        .forEach(function (name) { all.push(otherColumn(name, list)); });
    return all;
}
function ends(list) {
    return list.reduce(function (all, row) { return all.concat(value(row.months, state.from), value(row.months, state.to)); }, []);
}
function changeText(scale) {
    var isShare = measures[state.measure].kind === 'share';
    return function (v) { return !isFinite(v) ? spelling.none : isShare ? plus(decimal(v * 100, 1)) + spelling.gap + 'pp' : plus(scale.text(v)); };
}
function otherColumn(name, list) {
    var m = measures[name], of = function (row) { return value(row.months, state.to, name); };
    if (m.kind === 'count') return { name: m.name, of: of, text: count };
    if (m.kind === 'share') return { name: m.name, of: of, text: percent };
    var unit = commonUnit(list.map(of));
    return { name: m.name + ' (' + unit.name + ')', of: of, text: function (v) { return moneyIn(unit, v); } };
}
function showNumbers(list, total) {
    var whole = { name: 'Total shown', isTotal: true, months: total };
    var all = columns(list.concat(whole)), by = Math.min(Math.abs(Number(state.sort)), all.length);
    var sorted = list.slice(), down = state.sort.charAt(0) === '-';
    if (state.sort !== '') sorted.sort(function (a, b) {
        var order = by === 0 ? a.name.localeCompare(b.name) : sortable(all[by - 1].of(a)) - sortable(all[by - 1].of(b));
        return (down ? -order : order) || a.at - b.at;
    });
    el('numbers-sub').textContent = period(state.to).replace(/^./, function (c) { return c.toUpperCase(); }) + ' · ' + selection().replace(/\.$/, '');
    var table = el('numbers-table');
    head(table.tHead, [dims[state.by].name.replace(/^./, function (c) { return c.toUpperCase(); })].concat(all.map(function (c) { return c.name; })), state.sort, sortBy);
    body(table.tBodies[0], sorted, all);
    body(table.tFoot, [whole], all);
    var months = togetherIn([state.from, state.to], state.by);
    el('numbers-note').textContent = months && 'In ' + months + ' some groups are shown together' + (state.from === state.to ? '.' : ': where the change is ' + spelling.none + ', numbers lack them.');
}
function sortBy(column) {
    var isSame = state.sort !== '' && Math.abs(Number(state.sort)) === column;
    var down = isSame ? state.sort.charAt(0) !== '-' : column > 0;
    state.sort = (down ? '-' : '') + column;
    show();
}
function head(place, names, sort, act) {
    var focused = doc.activeElement && place.contains(doc.activeElement) ? doc.activeElement.value : null, row = make('tr');
    names.forEach(function (name, i) {
        var th = make('th', undefined, i ? '' : 'l');
        th.scope = 'col';
        if (!act) { th.textContent = name; row.appendChild(th); return; }
        var b = make('button', name);
        b.type = 'button';
        b.value = String(i);
        b.addEventListener('click', function () { act(i); });
        if (sort !== '' && Math.abs(Number(sort)) === i) th.setAttribute('aria-sort', sort.charAt(0) === '-' ? 'descending' : 'ascending');
        th.append(b, make('span', name)); // browsers do not repeat buttons on paper
        row.appendChild(th);
    });
    place.replaceChildren(row);
    if (focused !== null) { var again = place.querySelector('button[value="' + Number(focused) + '"]'); if (again) again.focus(); }
}
function body(place, list, all) {
    place.replaceChildren.apply(place, list.map(function (row) {
        var tr = make('tr'), th = make('th', undefined, 'name');
        th.scope = 'row';
        th.appendChild(make('bdi', row.name));
        th.title = row.name;
        tr.appendChild(th);
        all.forEach(function (c) { tr.appendChild(make('td', c.text(c.of(row)))); });
        return tr;
    }));
}
// The time chart's numbers, newest month first.
function showMonths(list, scale) {
    var table = el('time-table'), months = [];
    for (var m = state.to; m >= state.from; m--) months.push({ name: cube.months[m].name, at: m });
    var few = togetherIn(months.map(function (month) { return month.at; }).reverse(), state.split);
    el('time-note').textContent = few && 'In ' + few + ' some groups are shown together; their parts are not in the others.';
    head(table.tHead, ['Month'].concat(list.map(function (row) { return row.name; })), '', null);
    body(table.tBodies[0], months, list.map(function (row) {
        return { of: function (month) { return value(row.months, month.at); }, text: scale.text };
    }));
}
