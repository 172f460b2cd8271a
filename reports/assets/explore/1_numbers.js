// Numbers, spelled as on all pages.

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
