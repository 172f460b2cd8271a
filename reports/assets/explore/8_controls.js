// The controls, and how the page begins.

function option(select, value, text) {
    var o = make('option', text);
    o.value = value;
    select.appendChild(o);
}
function chips(dim) {
    var box = el(dims[dim].chips);
    function chip(text, at) {
        var b = make('button');
        b.type = 'button';
        b.appendChild(make('bdi', text));
        b.title = text;
        b.addEventListener('click', function () { choose(dim, at); });
        box.appendChild(b);
    }
    chip('All', -1);
    dims[dim].items.forEach(function (item, at) { chip(item.name, at); });
}
function choose(dim, at) {
    if (at < 0) state.only[dim] = [];
    else flip(state.only[dim], at);
    state.only[dim].sort(function (a, b) { return a - b; });
    show();
}
function showControls() {
    el('measure').value = state.measure;
    el('split').value = state.split;
    el('by').value = state.by;
    el('from').value = String(state.from);
    el('to').value = String(state.to);
    Array.from(el('measure').options).forEach(function (o) {
        o.disabled = isSold() && !!measures[o.value].sold;
    });
    ['from', 'to'].forEach(function (id) {
        Array.from(el(id).options).forEach(function (o) { o.disabled = Number(o.value) < firstMonth(); });
    });
    dimNames.forEach(function (dim) {
        Array.from(el(dims[dim].chips).querySelectorAll('button')).forEach(function (b, i) {
            press(b, i ? state.only[dim].indexOf(i - 1) >= 0 : !state.only[dim].length);
        });
    });
}
var shownHash = '';
function show(isZoom) {
    settle();
    findTogether();
    showControls();
    var total = sums('')[0] || [], list = compared();
    el('answer').textContent = answer(total);
    if (isZoom !== true) showTime();
    else zoomTime();
    showCompare(list);
    showNumbers(list, total);
    shownHash = written();
    // Replacing leaves no trail of every click behind the back button.
    if (location.hash.slice(1) !== shownHash) location.replace('#' + shownHash);
}
function zoomed() {
    var zoom = chart('time-chart').getOption().dataZoom[0], first = firstMonth();
    var from = first + zoom.startValue, to = first + zoom.endValue;
    if (from === state.from && to === state.to) return;
    state.from = from;
    state.to = to;
    show(true);
}
function redraw() {
    Object.keys(chartOf).forEach(function (id) { chartOf[id].resize(); });
    showTime();
    showCompare(compared());
}
// Paper is as wide as it is: the charts are drawn to fit before it is printed.
function print(isOn) {
    isPrinting = isOn;
    root.classList.toggle('printing', isOn);
    redraw();
    Object.keys(chartOf).forEach(function (id) { chartOf[id].getZr().flush(); });
}
function changes(id, key, isNumber) {
    el(id).addEventListener('change', function () {
        state[key] = isNumber ? Number(this.value) : this.value;
        if (key === 'split') state.hidden = [];
        show();
    });
}
function begin() {
    Object.keys(measures).forEach(function (name) { option(el('measure'), name, measures[name].name); });
    dimNames.forEach(function (dim) {
        option(el('split'), dim, dims[dim].name);
        option(el('by'), dim, dims[dim].name);
        chips(dim);
    });
    option(el('split'), 'none', 'nothing');
    cube.months.forEach(function (m, i) { option(el('from'), i, m.name); option(el('to'), i, m.name); });
    [['measure'], ['split'], ['by'], ['from', true], ['to', true]].forEach(function (c) { changes(c[0], c[0], c[1]); });
    el('reset').addEventListener('click', function () { state = defaults(); show(); });
    ['stacked', 'lines'].forEach(function (kind) { el(kind).addEventListener('click', function () { state.kind = kind; show(); }); });
    ['time', 'compare'].forEach(function (id) { el(id + '-save').addEventListener('click', function () { save(id); }); });
    chart('time-chart').on('datazoom', zoomed);
    // ECharts would keep every turn of the wheel; without Control the page scrolls.
    ['wheel', 'mousewheel'].forEach(function (name) {
        el('time-chart').addEventListener(name, function (e) { if (!e.ctrlKey) e.stopPropagation(); }, true);
    });
    chart('compare-chart').on('click', function (at) { if (clickable[at.dataIndex] && clickable[at.dataIndex].at >= 0) choose(state.by, clickable[at.dataIndex].at); });
    window.addEventListener('hashchange', function () {
        var text = location.hash.slice(1);
        if (text === shownHash || text && text.indexOf('=') < 0) return; // ours, or a place on the page
        state = read(text);
        show();
    });
    window.addEventListener('resize', redraw);
    window.addEventListener('beforeprint', function () { print(true); });
    window.addEventListener('afterprint', function () { print(false); });
    state = read(location.hash.slice(1));
    show();
}
begin();
