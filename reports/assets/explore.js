// The page to explore: one cube, filters, two charts and a table of the same
// numbers. Every text of the data reaches the page as text: through textContent, or
// as a label in a drawing. All state is in the address after #.
(function () {
    'use strict';
    var doc = document, root = doc.documentElement;
    var cube = JSON.parse(doc.getElementById('cube').textContent);
    function el(id) { return doc.getElementById(id); }
    function make(name, text, className) {
        var e = doc.createElement(name);
        if (text !== undefined) e.textContent = text;
        if (className) e.className = className;
        return e;
    }

    // ---- numbers, spelled as on all pages ----

    var spelling = cube.spelling;
    function group(digits) { return digits.replace(/\B(?=(\d{3})+$)/g, spelling.group); }
    function signed(isNegative, text) { return (isNegative ? spelling.minus : '') + text; }
    function count(n) { return signed(n < 0, group(String(Math.abs(n)))); }
    // The pages round a tie to the even digit; toFixed rounds it up.
    function fixed(v, decimals) {
        var scaled = v * Math.pow(10, decimals), below = Math.floor(scaled);
        var isTie = scaled - below === 0.5 && v * Math.pow(2, decimals + 1) % 1 === 0;
        return isTie && below % 2 === 0 ? (below / Math.pow(10, decimals)).toFixed(decimals) : v.toFixed(decimals);
    }
    function decimal(v, decimals) {
        if (!isFinite(v)) return spelling.none;
        var parts = fixed(Math.abs(v), decimals).split('.');
        var text = group(parts[0]) + (parts[1] ? spelling.decimal + parts[1] : '');
        return signed(v < 0 && /[1-9]/.test(text), text);
    }
    function percent(share) { return isFinite(share) ? decimal(share * 100, 1) + spelling.percent : spelling.none; }
    // Half away from zero, in whole numbers.
    function rounded(n, power) {
        if (power <= 0) return n;
        var by = Math.pow(10, power), rest = n % by, whole = (n - rest) / by;
        return rest >= by - rest ? whole + 1 : whole;
    }
    function unitOf(power, decimals) { return { power: power, decimals: decimals, name: spelling.units[power] }; }
    function threeDigits(thousandths) { return thousandths < 10000 ? 2 : thousandths < 100000 ? 1 : 0; }
    // The unit that shows one amount with about three digits.
    function ownUnit(minor) {
        var whole = rounded(Math.abs(minor), spelling.scale);
        if (whole >= 999500000) return unitOf(9, threeDigits(Math.floor(whole / 1000000)));
        if (whole >= 999500) return unitOf(6, threeDigits(Math.floor(whole / 1000)));
        if (whole >= 10000) return unitOf(3, threeDigits(whole));
        return unitOf(0, whole >= 100 ? 0 : Math.min(spelling.scale, 2));
    }
    // The one unit of a chart or column.
    function commonUnit(amounts) {
        var most = 0;
        amounts.forEach(function (a) { if (isFinite(a)) most = Math.max(most, rounded(Math.abs(a), spelling.scale)); });
        if (most >= 1e10) return unitOf(9, 2);
        if (most >= 1e8) return unitOf(6, 1);
        if (most >= 1e7) return unitOf(6, 2);
        if (most >= 1e6) return unitOf(3, 0);
        if (most >= 1e4) return unitOf(3, 1);
        return unitOf(0, most >= 1e3 ? 0 : Math.min(spelling.scale, 2));
    }
    function moneyIn(unit, minor) {
        if (!isFinite(minor)) return spelling.none;
        var whole = Math.round(Math.abs(minor));
        var decimals = Math.min(unit.decimals, unit.power + spelling.scale);
        var digits = String(rounded(whole, spelling.scale + unit.power - decimals));
        while (digits.length <= decimals) digits = '0' + digits;
        var at = digits.length - decimals, isZero = !/[1-9]/.test(digits);
        return signed(minor < 0 && !isZero, group(digits.slice(0, at)) + (decimals ? spelling.decimal + digits.slice(at) : ''));
    }
    // One amount on its own, with its unit: €8.25 M; 8,25 M €.
    function short(minor) {
        if (!isFinite(minor)) return spelling.none;
        var unit = ownUnit(Math.round(Math.abs(minor))), number = moneyIn(unit, minor), size = spelling.sizes[unit.power];
        if (!spelling.isFirst) return number + spelling.gap + (size ? size + spelling.gap : '') + spelling.currency;
        var isBelow = number.indexOf(spelling.minus) === 0;
        number = signed(isBelow, spelling.currency + number.slice(isBelow ? spelling.minus.length : 0));
        return size ? number + spelling.gap + size : number;
    }
    function plus(text) { return text === spelling.none || text.indexOf(spelling.minus) === 0 || !/[1-9]/.test(text) ? text : '+' + text; }

    // ---- the cube ----

    var REVENUE = 1, DIRECT = 2;
    function facts(rows, isSold) {
        return rows.map(function (r) {
            var n = isSold ? [0, r[4], r[5], 0, 0, 0, 0] : r.slice(3);
            if (!isSold) n.push(cube.groups[r[2]].key === 'out' ? 0 : profit(n));
            return { month: r[0], segment: r[1], group: r[2], product: isSold ? r[3] : 0, n: n };
        });
    }
    var kept = facts(cube.cells, false), sold = facts(cube.productCells, true), hasProducts = sold.length > 0;
    // n is customers, revenue, direct cost, cost to serve, acquisition, capital, and
    // the profit of customers alone: what leavers still book is of none of them.
    function cost(n) { return n[2] + n[3] + n[4] + n[5]; }
    function profit(n) { return n[REVENUE] - cost(n); }
    function gross(n) { return n[REVENUE] - n[DIRECT]; }
    function share(part, n) { return n[REVENUE] > 0 ? part / n[REVENUE] : NaN; }
    // What may be asked. Sums over products are right only for what belongs to a
    // product; a ratio is made of sums, never summed itself.
    var measures = {
        profit: { name: 'Profit', kind: 'money', sold: 'gross', of: profit },
        revenue: { name: 'Revenue', kind: 'money', of: function (n) { return n[REVENUE]; } },
        cost: { name: 'Cost', kind: 'money', sold: 'direct', of: cost },
        direct: { name: 'Direct cost', kind: 'money', of: function (n) { return n[DIRECT]; } },
        gross: { name: 'Gross margin', kind: 'money', of: gross },
        margin: { name: 'Profit / revenue', kind: 'share', sold: 'grossshare', of: function (n) { return share(profit(n), n); } },
        grossshare: { name: 'Gross margin / revenue', kind: 'share', of: function (n) { return share(gross(n), n); } },
        customers: { name: 'Customers', kind: 'count', sold: 'revenue', of: function (n) { return n[0]; } },
        each: { name: 'Profit per customer', kind: 'money', isRatio: true, sold: 'gross', of: function (n) { return n[0] ? n[6] / n[0] : NaN; } }
    };
    measures.margin.isRatio = measures.grossshare.isRatio = true;
    var dims = {
        segment: { name: 'segment', many: 'segments', items: cube.segments, chips: 'segments', hash: 'seg' },
        group: { name: 'value group', many: 'value groups', items: cube.groups, chips: 'groups', hash: 'grp' },
        product: { name: 'product', many: 'products', items: cube.products, chips: 'products', hash: 'prod' }
    };
    var dimNames = hasProducts ? ['segment', 'group', 'product'] : ['segment', 'group'];
    var last = cube.months.length - 1;

    function defaults() {
        return {
            measure: 'profit', split: 'group', by: 'segment', from: Math.max(0, last - cube.window), to: last, kind: 'stacked',
            only: { segment: [], group: [], product: [] }, hidden: [], sort: ''
        };
    }
    var state = defaults();
    function isSold() { return hasProducts && (state.split === 'product' || state.by === 'product' || state.only.product.length > 0); }
    function firstMonth() { return isSold() ? cube.productsFrom : 0; }
    function passes(f, isAnyGroup) {
        return dimNames.every(function (d) { return isAnyGroup && d === 'group' || !state.only[d].length || state.only[d].indexOf(f[d]) >= 0; });
    }
    // Where a chosen group may stand in "Shown together": that has something, and beside
    // it the group has nothing of its own. Nothing is known of its change then.
    var together = [], fewAt = placeOf(cube.groups, 'few');
    function findTogether() {
        var chosen = state.only.group, all = isSold() ? sold : kept, own = {};
        together = [];
        if (!chosen.length || chosen.indexOf(fewAt) >= 0) return;
        all.forEach(function (f) { own[[f.month, f.segment, f.group]] = true; });
        all.forEach(function (f) {
            if (f.group === fewAt && passes(f, true) && f.n.some(Boolean)) chosen.forEach(function (g) {
                if (!own[[f.month, f.segment, g]]) together.push({ month: f.month, segment: f.segment, group: g, product: f.product });
            });
        });
    }
    // Without a dimension, or for a row of several items: any of them.
    function isTogether(month, dim, row) {
        return together.some(function (t) { return t.month === month && (!dims[dim] || !(row.at >= 0) || t[dim] === row.at); });
    }
    function isChangeKnown(dim, row) { return !isTogether(state.from, dim, row) && !isTogether(state.to, dim, row); }
    function togetherIn(months) { // as words; none: nothing
        return together.length ? inWords(months.filter(function (m, i) { return months.indexOf(m) === i && isTogether(m); }).map(function (m) { return cube.months[m].name; })) : '';
    }
    // Adds up what the filters leave, by item of a dimension and by month.
    function sums(dim) {
        var all = [];
        (isSold() ? sold : kept).forEach(function (f) {
            if (!passes(f)) return;
            var at = dim ? f[dim] : 0, months = all[at] || (all[at] = []);
            add(months[f.month] || (months[f.month] = [0, 0, 0, 0, 0, 0, 0]), f.n);
        });
        return all;
    }
    function add(to, n) { for (var i = 0; i < n.length; i++) to[i] += n[i]; }
    var nothing = [0, 0, 0, 0, 0, 0, 0];
    function value(months, at, of) { return measures[of || state.measure].of((months && months[at]) || nothing); }

    // The items of a dimension that anything is left of. Without a dimension: all.
    function rows(dim) {
        var all = sums(dim);
        if (!dim) return [{ at: 0, key: 'all', name: 'All that is shown', colour: 'ink', months: all[0] || [] }];
        return dims[dim].items.map(function (item, at) {
            return { at: at, key: item.key, name: item.name, colour: item.colour, months: all[at] };
        }).filter(function (row) { return row.months; });
    }
    // The largest at the end of the range; what is beyond them is one row.
    function largest(list, most) {
        if (list.length <= most + 1) return list;
        var size = function (row) { return Math.abs(value(row.months, state.to)) || 0; };
        var order = list.slice().sort(function (a, b) { return size(b) - size(a) || a.at - b.at; });
        var rest = { at: -1, key: 'others', name: (list.length - most) + ' others', colour: 'others', months: [] };
        order.slice(most).forEach(function (row) {
            row.months.forEach(function (n, m) { add(rest.months[m] || (rest.months[m] = [0, 0, 0, 0, 0, 0, 0]), n); });
        });
        return list.filter(function (row) { return order.indexOf(row) < most; }).concat(rest);
    }
    // Groups have colours of their own, who is in none an outline; others take one
    // by their place.
    function coloured(list, dim) {
        if (dim === 'group') return list;
        var isFixed = dim && dims[dim].items.length <= 8;
        list.forEach(function (row, i) {
            if (!row.colour) row.colour = 'series' + ((isFixed ? row.at : i) % 8 + 1);
        });
        return list;
    }

    // ---- words ----

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

    // ---- the address ----

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
        el('remark').textContent = remark;
    }

    // ---- charts ----

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
    // Writes names at the ends of the lines, pushed apart where they would overlap.
    function nameLines(on, list, scale, left, width, ink) {
        var space = 15, ends = list.map(function (row) {
            var at = state.to;
            while (at > state.from && isTogether(at, state.split, row)) at--;
            var v = scale.of(drawn(row, at));
            return { row: row, y: isFinite(v) ? on.convertToPixel({ yAxisIndex: 0 }, v) : NaN };
        }).filter(function (end) { return isFinite(end.y); }).sort(function (a, b) { return a.y - b.y || a.row.at - b.row.at; });
        ends.forEach(function (end, i) { if (i) end.y = Math.max(end.y, ends[i - 1].y + space); });
        var low = on.getHeight() - 34;
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
            grid: { left: 62, right: room, top: 14, bottom: isPrinting ? 34 : 78 },
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
            series: list.map(function (row) { return seriesOf(row, scale, isLine); })
        };
    }
    function timeTip(list, scale, month) {
        return tipOf(cube.months[month].name + ', ' + scale.name, list.map(function (row) {
            return row.name + ': ' + scale.text(value(row.months, month));
        }).concat(isTogether(month) ? 'Without groups that are shown together' : []));
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

    // ---- saving a picture ----

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

    // ---- the page ----

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
        el('time-sub').textContent = scale.name + (m.kind === 'count' ? ' at each month-end' : ' · ' + cube.window + ' months to each month-end');
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
        el('compare-sub').textContent = scale.name + ' ' + period(state.to) + (state.from === state.to ? '' : ' · the tick is ' + cube.months[state.from].name);
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
            all.push({ name: 'Change', of: function (row) { return isChangeKnown(state.by, row) ? value(row.months, state.to) - value(row.months, state.from) : NaN; }, text: changeText(now) });
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
        var whole = { name: 'Total shown', months: total };
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
        var months = togetherIn([state.from, state.to]);
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
        var few = togetherIn(months.map(function (month) { return month.at; }).reverse());
        el('time-note').textContent = few && 'In ' + few + ' some groups are shown together; their parts are not in the others.';
        head(table.tHead, ['Month'].concat(list.map(function (row) { return row.name; })), '', null);
        body(table.tBodies[0], months, list.map(function (row) {
            return { of: function (month) { return value(row.months, month.at); }, text: scale.text };
        }));
    }

    // ---- controls ----

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
})();
