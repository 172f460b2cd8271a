// The page to explore: one cube, filters, two charts and a table of the same
// numbers. Every text of the data reaches the page as text: through textContent, or
// as a label in a drawing. All state is in the address after #.
//
// The files of this folder are one script, in the order of their names and within a
// function: a page that lies on a file share cannot load modules.

var doc = document, root = doc.documentElement;
var cube = JSON.parse(doc.getElementById('cube').textContent);
function el(id) { return doc.getElementById(id); }
function make(name, text, className) {
    var e = doc.createElement(name);
    if (text !== undefined) e.textContent = text;
    if (className) e.className = className;
    return e;
}
