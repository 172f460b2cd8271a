// The charts.

// Colours are the pages' own tokens: the drawing follows the theme by itself.
function token(name) { return 'var(--' + name + ')'; }
var isCoarse = window.matchMedia && window.matchMedia('(pointer: coarse)').matches;
var chartOf = {}, optionOf = {}, isPrinting = false;
function chart(id) {
    return chartOf[id] || (chartOf[id] = echarts.init(el(id), null, { renderer: 'svg' }));
}
function scaleFor(values) {
    var kind = measures[state.measure].kind;
    if (kind === 'money') {
        var unit = commonUnit(values), by = Math.pow(10, spelling.scale + unit.power);
        return { name: unit.name, of: function (v) { return v / by; }, text: function (v) { return moneyIn(unit, v); } };
    }
    if (kind === 'share') return { name: '% of revenue', of: function (v) { return v * 100; }, text: percent };
    return { name: 'customers', of: function (v) { return v; }, text: count };
}
// A tick of an axis, with as many decimals as it has.
function tick(v) {
    var text = String(Math.round(Math.abs(v) * 1000) / 1000).split('.');
    return decimal(v, text[1] ? text[1].length : 0);
}
function plain(v) { return isFinite(v) ? v : null; } // a gap
var label = { color: token('ink2'), fontSize: 12 };
function valueAxis() {
    return {
        type: 'value', axisLabel: { color: token('ink2'), fontSize: 12, formatter: tick },
        splitLine: { lineStyle: { color: token('grid') } }, axisLine: { show: false }, axisTick: { show: false }
    };
}
function tipBox() {
    return {
        backgroundColor: token('ink'), borderWidth: 0, padding: [6, 9], confine: true, transitionDuration: 0,
        textStyle: { color: token('paper'), fontSize: 12 }, extraCssText: 'box-shadow:none'
    };
}
// A tooltip as elements: names are text in it.
function tipOf(title, lines) {
    var box = make('div');
    box.appendChild(make('b', title));
    lines.forEach(function (l) { box.appendChild(make('div', l)); });
    return box;
}
function filled(row) {
    return { color: token(row.colour || 'paper'), borderColor: token(row.colour ? 'paper' : 'axis'), borderWidth: 1 };
}
// A line breaks where a part of it may be shown together with others.
function drawn(row, month) { return isLines() && isTogether(month, state.split, row) ? NaN : value(row.months, month); }
function seriesOf(row, scale, isLine) {
    var s = {
        id: row.key, name: row.key, type: isLine ? 'line' : 'bar', itemStyle: filled(row),
        emphasis: { disabled: true },
        data: cube.months.slice(firstMonth()).map(function (_, i) { return plain(scale.of(drawn(row, firstMonth() + i))); })
    };
    if (!isLine) {
        s.stack = 'all';
        s.barCategoryGap = '28%';
        return s;
    }
    s.lineStyle = { color: token(row.colour || 'axis'), width: 2, type: row.colour ? 'solid' : 'dashed' };
    s.symbol = 'circle';
    s.symbolSize = 5;
    return s;
}
// Writes names at the ends of the lines, pushed apart where they would overlap and up
// where they would run over the months.
function nameLines(on, list, scale, left, width, ink) {
    var space = 15, ends = list.map(function (row) {
        var at = state.to;
        while (at > state.from && isTogether(at, state.split, row)) at--;
        var v = scale.of(drawn(row, at));
        return { row: row, y: isFinite(v) ? on.convertToPixel({ yAxisIndex: 0 }, v) : NaN };
    }).filter(function (end) { return isFinite(end.y); }).sort(function (a, b) { return a.y - b.y || a.row.at - b.row.at; });
    ends.forEach(function (end, i) { if (i) end.y = Math.max(end.y, ends[i - 1].y + space); });
    var low = on.getHeight() - on.getOption().grid[0].bottom;
    for (var i = ends.length - 1; i >= 0; i--) {
        ends[i].y = Math.min(ends[i].y, low);
        low = ends[i].y - space;
    }
    on.setOption({ graphic: ends.map(function (end) {
        return { type: 'text', x: left, y: end.y, silent: true, style: { verticalAlign: 'middle', text: end.row.name, width: width, overflow: 'truncate', fontSize: 12, fontFamily: getComputedStyle(doc.body).fontFamily, fill: ink } };
    }) }, { replaceMerge: ['graphic'] });
}
function isLines() { return state.kind === 'lines' || !!measures[state.measure].isRatio; }
// What the names at the lines' ends take.
function roomFor(width) { return isLines() && width > 560 ? 132 : 16; }
function timeOption(list, scale, width) {
    var isLine = isLines(), first = firstMonth(), room = roomFor(width);
    return {
        animation: false,
        grid: { left: 62, right: room, top: 24, bottom: isPrinting ? 34 : 78 },
        xAxis: {
            type: 'category', data: cube.months.slice(first).map(function (m) { return m.name; }), axisLabel: Object.assign({ margin: 12, hideOverlap: true }, label), boundaryGap: !isLine,
            axisLine: { lineStyle: { color: token('axis') } }, axisTick: { show: false }
        },
        yAxis: valueAxis(),
        tooltip: Object.assign(tipBox(), {
            trigger: 'axis', axisPointer: { type: 'line', lineStyle: { color: token('axis') } },
            formatter: function (at) { return timeTip(list, scale, first + at[0].dataIndex); }
        }),
        dataZoom: zooms(first),
        series: list.map(function (row, i) { return i ? seriesOf(row, scale, isLine) : Object.assign(seriesOf(row, scale, isLine), { markLine: newBounds(first) }); })
    };
}
// Where groups go on on the bounds of another plan year.
function newBounds(first) {
    var years = [];
    for (var m = first + 1; m <= last && hasGroups(); m++) if (cube.months[m].bounds !== cube.months[m - 1].bounds) years.push(m);
    return {
        silent: true, symbol: 'none', animation: false, lineStyle: { color: token('axis'), type: 'dotted', width: 1.5 },
        data: years.map(function (m) {
            var side = 2 * m > first + last ? 'right' : 'left'; // within the drawing
            return { xAxis: m - first, label: { formatter: 'bounds of ' + cube.months[m].bounds, color: token('ink2'), fontSize: 12, align: side } };
        })
    };
}
function timeTip(list, scale, month) {
    return tipOf(cube.months[month].name + ', ' + scale.name, list.map(function (row) {
        return row.name + ': ' + scale.text(value(row.months, month));
    }).concat(state.only.group.length && isTogether(month, state.split) ? 'Without groups that are shown together' : []));
}
function zooms(first) {
    var range = { startValue: state.from - first, endValue: state.to - first };
    return [Object.assign({
        type: 'slider', show: !isPrinting, height: 24, bottom: 10, left: 62, right: 62, showDataShadow: false, brushSelect: false,
        borderColor: token('rule'), backgroundColor: token('bg'), fillerColor: token('heat2'), dataBackground: {},
        handleSize: '110%', handleStyle: { color: token('paper'), borderColor: token('ink2') }, moveHandleSize: 0,
        emphasis: { handleStyle: { color: token('paper'), borderColor: token('ink') } },
        textStyle: label, labelFormatter: function (at) { return cube.months[first + at] ? cube.months[first + at].name : ''; }
    }, range), Object.assign({
        type: 'inside', disabled: isCoarse, zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'shift', moveOnMouseWheel: false, preventDefaultMouseMove: false
    }, range)];
}
function compareOption(list, scale, width) {
    var names = Math.min(160, Math.round(width * 0.38));
    var isChanged = state.from !== state.to, isBelow = ends(list).some(function (v) { return v < 0; });
    return {
        animation: false,
        grid: { left: names, right: 24, top: 6, bottom: 28 },
        xAxis: Object.assign(valueAxis(), { boundaryGap: [isBelow ? '16%' : 0, '16%'], splitNumber: 3 }),
        yAxis: {
            type: 'category', inverse: true, data: list.map(function (row) { return row.name; }), axisTick: { show: false },
            axisLine: { show: false }, axisLabel: { color: token('ink'), fontSize: 12, width: names - 34, overflow: 'truncate', interval: 0 }
        },
        tooltip: Object.assign(tipBox(), {
            trigger: 'item', formatter: function (at) { return compareTip(list[at.dataIndex], scale); }
        }),
        series: [{
            id: 'now', type: 'bar', barMaxWidth: 18, cursor: 'pointer', emphasis: { disabled: true },
            data: list.map(function (row) { return bar(row, scale); })
        }, {
            id: 'then', type: 'scatter', silent: true, symbol: 'rect', symbolSize: [2, 20], z: 3, itemStyle: { color: token('ink'), opacity: 1 },
            emphasis: { disabled: true },
            data: isChanged ? list.map(function (row, i) { return [isChangeKnown(state.by, row) ? plain(scale.of(value(row.months, state.from))) : null, i]; }) : []
        }, {
            id: 'texts', type: 'scatter', silent: true, symbolSize: 0, itemStyle: { opacity: 1 }, emphasis: { disabled: true },
            data: list.map(function (row, i) { return barText(row, scale, i); })
        }]
    };
}
function bar(row, scale) {
    return { value: plain(scale.of(value(row.months, state.to))), itemStyle: filled(row) };
}
// The number stands clear of bar and tick.
function barText(row, scale, at) {
    var now = value(row.months, state.to), then = value(row.months, state.from);
    var end = !isFinite(then) || !isChangeKnown(state.by, row) ? now : now < 0 ? Math.min(now, then) : Math.max(now, then);
    return {
        value: [isFinite(now) ? scale.of(end) : null, at],
        label: {
            show: true, position: now < 0 ? 'left' : 'right', distance: 6, color: token('ink'), fontSize: 12,
            formatter: function () { return scale.text(now); }
        }
    };
}
function compareTip(row, scale) {
    return tipOf(row.name + ', ' + scale.name, [state.from, state.to].filter(function (m, i, all) { return all.indexOf(m) === i; })
        .map(function (m) { return cube.months[m].name + ': ' + scale.text(value(row.months, m)); }));
}
function draw(id, option) {
    var name = id.split('-')[0];
    el(id).setAttribute('aria-label', el(name + '-title').textContent + ', ' + el(name + '-sub').textContent + '. ' + el('answer').textContent);
    optionOf[id] = option;
    chart(id).setOption(option, { notMerge: true });
}
