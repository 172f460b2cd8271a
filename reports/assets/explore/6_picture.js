// Saving a chart as a picture.

// A canvas knows no variables: it gets the colours that they have now.
function resolved(option) {
    var style = getComputedStyle(root);
    return (function walk(v) {
        if (typeof v === 'string') return v.replace(/^var\((--[\w-]+)\)$/, function (_, name) { return style.getPropertyValue(name).trim(); });
        if (Array.isArray(v)) return v.map(walk);
        if (!v || typeof v !== 'object') return v;
        var copy = {};
        Object.keys(v).forEach(function (k) { copy[k] = walk(v[k]); });
        return copy;
    })(option);
}
// The picture goes without the page: it takes title, sentence and key along.
function pictured(id) {
    var option = Object.assign({}, optionOf[id + '-chart']), style = getComputedStyle(root), note = id === 'time' && el('time-note').textContent;
    option.textStyle = { fontFamily: getComputedStyle(doc.body).fontFamily };
    option.title = {
        left: 16, top: 12, text: el(id + '-title').textContent, subtext: [el(id + '-sub').textContent, el('answer').textContent].concat(note || []).join('\n'),
        textStyle: { color: token('ink'), fontSize: 17 }, subtextStyle: { color: token('ink2'), fontSize: 12, lineHeight: 17 }
    };
    option.grid = Object.assign({}, option.grid, { top: note ? 117 : 100, bottom: 60 });
    if (option.dataZoom) {
        var names = {};
        shownTime().forEach(function (row) { names[row.key] = row.name; });
        option.dataZoom = option.dataZoom.slice(1);
        if (drawnTime.room === 16) option.legend = {
            bottom: 10, itemWidth: 12, itemHeight: 12, icon: 'rect', textStyle: label, selectedMode: false, formatter: function (key) { return names[key] || key; }
        };
    }
    return { option: resolved(option), paper: style.getPropertyValue('--paper').trim() };
}
function save(id) {
    var picture = pictured(id), box = make('div'), size = { width: 1100, height: id === 'time' ? 560 : Math.max(420, el('compare-chart').clientHeight + 130) };
    box.style.cssText = 'position:absolute;left:-9999px';
    doc.body.appendChild(box);
    var canvas = echarts.init(box, null, { renderer: 'canvas', devicePixelRatio: 2, width: size.width, height: size.height });
    canvas.setOption(picture.option);
    if (id === 'time') nameTime(canvas, picture.option.title.textStyle.color);
    var link = el(id + '-png');
    link.href = canvas.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: picture.paper });
    link.download = 'valueshift-' + state.measure + '-' + cube.months[state.to].key + '.png';
    canvas.dispose();
    box.remove();
    link.click();
}
