// The cube: what may be asked of it, and its sums.

var REVENUE = 1, DIRECT = 2;
function facts(rows, isSold) {
    return rows.map(function (r) {
        var n = isSold ? [0, r[4], r[5], 0, 0, 0, 0] : r.slice(3);
        if (!isSold) n.push(cube.groups[r[2]].key === 'out' ? 0 : profit(n));
        return { month: r[0], segment: r[1], group: r[2], product: isSold ? r[3] : 0, n: n };
    });
}
var cells = facts(cube.cells, false), sold = facts(cube.productCells, true), hasProducts = sold.length > 0;
// The portfolio has rows of its own: groups that are shown together in a segment stand
// alone there.
var ofPortfolio = cells.filter(function (f) { return f.segment < 0; }), ofSegments = cells.filter(function (f) { return f.segment >= 0; });
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
// The rows that answer for a dimension: those of segments where one is asked for.
function source(dim) { return isSold() ? sold : dim === 'segment' || state.only.segment.length ? ofSegments : ofPortfolio; }
// Where a group may stand in "Shown together": that has something, and beside it the
// group has nothing of its own. Nothing is known of its change then.
var together = [], fewAt = placeOf(cube.groups, 'few');
function findTogether() {
    var chosen = state.only.group, asked = chosen.length ? chosen : cube.groups.map(function (_, at) { return at; });
    together = [];
    if (chosen.indexOf(fewAt) >= 0) return;
    (isSold() ? [sold] : [ofSegments, ofPortfolio]).forEach(function (rows) {
        var own = {};
        rows.forEach(function (f) { own[[f.month, f.segment, f.group]] = true; });
        rows.forEach(function (f) {
            if (f.group !== fewAt || !passes(f, true) || !f.n.some(Boolean)) return;
            asked.forEach(function (g) {
                if (g === fewAt || !own[[f.month, f.segment, g]]) together.push({ of: rows, month: f.month, segment: f.segment, group: g, product: f.product });
            });
        });
    });
}
// Of a row, or without one of any; without a dimension of the sum. Where no group is
// chosen, all are in the sums, and only a group itself may lack something.
function isTogether(month, dim, row) {
    if (!state.only.group.length && dim !== 'group') return false;
    var rows = source(dim);
    return together.some(function (t) { return t.of === rows && t.month === month && (!dims[dim] || !row || row.at < 0 || t[dim] === row.at); });
}
function isChangeKnown(dim, row) { return !isTogether(state.from, dim, row) && !isTogether(state.to, dim, row); }
function togetherIn(months, dim) { // as words; none: nothing
    return inWords(months.filter(function (m, i) { return months.indexOf(m) === i && isTogether(m, dim); }).map(function (m) { return cube.months[m].name; }));
}
// Adds up what the filters leave, by item of a dimension and by month.
function sums(dim) {
    var all = [];
    source(dim).forEach(function (f) {
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
