// Runs behind echarts.min.js in an engine without a window. draw() gets an order
// (draw.go) as text and answers with the drawing as text.
var echarts = module.exports;

// Options are data. Where ECharts wants a function, the option says "fn:name" and
// only these functions exist.
var functions = {
    percent: function (v) { return spell(v) + marks.percent; },
    number: function (v) { return spell(v); },
    label: function (v) { return labels[v] || ''; },
    // A bar that floats between two amounts, its label beyond the far end and a
    // thin line to the next bar.
    step: function (params, api) {
        var i = api.value(0), from = api.value(1), to = api.value(2);
        var a = api.coord([i, from]), b = api.coord([i, to]);
        var pitch = api.size([1, 0])[0], width = Math.min(56, pitch * 0.64);
        var top = Math.min(a[1], b[1]), height = Math.max(1, Math.abs(a[1] - b[1]));
        var parts = [
            { type: 'rect', shape: { x: a[0] - width / 2, y: top, width: width, height: height },
              style: { fill: to >= from ? 'var(--good)' : 'var(--bad)' } },
            { type: 'text', silent: true, style: { text: labels[params.dataIndex], x: a[0],
              y: to >= from ? top - 5 : top + height + 5, align: 'center',
              verticalAlign: to >= from ? 'bottom' : 'top', fill: 'var(--ink)', fontSize: 12,
              stroke: 'var(--paper)', lineWidth: 3 } }];
        if (params.dataIndex < labels.length - 1) {
            parts.push({ type: 'line', silent: true,
                shape: { x1: a[0] + width / 2, y1: b[1], x2: a[0] + pitch - width / 2, y2: b[1] },
                style: { stroke: 'var(--axis)', lineWidth: 1 } });
        }
        return { type: 'group', children: parts };
    }
};
var labels = [], marks;

function spell(v) {
    var text = String(Math.abs(Math.round(v * 1e6) / 1e6)).split('.');
    text[0] = text[0].replace(/\B(?=(\d{3})+$)/g, marks.group);
    return (v < 0 ? '\u2212' : '') + text.join(marks.point);
}

function revive(o) {
    for (var key in o) {
        var v = o[key];
        if (v && typeof v === 'object') revive(v);
        else if ((key === 'formatter' || key === 'renderItem') && typeof v === 'string' && v.slice(0, 3) === 'fn:') {
            if (!functions.hasOwnProperty(v.slice(3))) throw new Error('no function ' + v);
            o[key] = functions[v.slice(3)];
        }
    }
    return o;
}

// ECharts keeps what an element stands for under a name that it numbers anew in
// every engine; the first element that stands for something tells it.
var dataKey;

function dataOf(el) {
    if (!dataKey) {
        dataKey = Object.keys(el).find(function (key) {
            return key.slice(0, 11) === '__ec_inner_' && el[key] && el[key].dataIndex != null;
        });
    }
    return dataKey && el[dataKey];
}

// A link of a Sankey counts as its second series: without that, nodes and links
// with the same place in their lists could not be told apart.
function place(el) {
    var data = dataOf(el);
    if (data && data.dataIndex != null) {
        var series = data.dataType === 'edge' ? 1 : data.seriesIndex;
        return { each: function (f) { f(series, 'series_index'); f(data.dataIndex, 'data_index'); } };
    }
}

function draw(text) {
    var order = JSON.parse(text), o = revive(order.option);
    labels = order.labels;
    marks = order.marks;
    o.textStyle = { fontFamily: 'var(--font)' };
    // Nobody points at a still picture; what it would look like then takes time.
    o.series.forEach(function (s) { s.emphasis = { disabled: true }; });
    var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: order.width, height: order.height });
    echarts.zrender.registerSSRDataGetter(place);
    chart.setOption(o);
    var painter = chart.getZr().painter;
    painter._id = 'zr0'; // whatever was drawn before, the ids are the same
    // Not renderToSVGString: it adds a style element with hover rules.
    var svg = painter.renderToString({ cssAnimation: false, cssEmphasis: false, useViewBox: true });
    var bands = order.bands.map(function (x) { return chart.convertToPixel({ xAxisIndex: 0 }, x); });
    // A category axis knows whole places only.
    var lines = order.lines.map(function (x) {
        var a = chart.convertToPixel({ xAxisIndex: 0 }, 0), b = chart.convertToPixel({ xAxisIndex: 0 }, 1);
        return a + (b - a) * x;
    });
    var grid = chart.getModel().getComponent('grid');
    var rect = grid ? grid.coordinateSystem.getRect() : { x: 0, y: 0, width: 0, height: 0 };
    chart.dispose();
    return JSON.stringify({ svg: svg, bands: bands, lines: lines, left: rect.x, top: rect.y, width: rect.width, height: rect.height });
}
