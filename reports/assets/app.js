// Comfort on top of a page that is complete without it: theme, print, sorting,
// filtering, and tooltips for mouse, touch and keys. Tooltips are text, never HTML.
(function () {
    'use strict';
    var doc = document, root = doc.documentElement;
    root.classList.add('scripted');

    // Storage throws where pages from files may not keep anything.
    function stored(value) {
        try {
            if (value === undefined) return localStorage.getItem('valueshift-theme');
            localStorage.setItem('valueshift-theme', value);
        } catch (e) { /* the theme then lasts for this page only */ }
        return null;
    }

    var themes = ['auto', 'light', 'dark'];
    var asked = /[?&]theme=(light|dark)/.exec(location.search);
    var theme = (asked && asked[1]) || stored() || 'auto';
    if (themes.indexOf(theme) < 0) theme = 'auto';
    var themeButton = doc.getElementById('theme');
    function paint() {
        if (theme === 'auto') root.removeAttribute('data-theme');
        else root.setAttribute('data-theme', theme);
        themeButton.textContent = 'Theme: ' + theme;
    }
    themeButton.addEventListener('click', function () {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length];
        stored(theme);
        paint();
    });
    paint();
    doc.getElementById('print').addEventListener('click', function () { window.print(); });

    // A link to something folded away opens it.
    function reveal() {
        var target = doc.getElementById(location.hash.slice(1)), folded = target && target.closest('details');
        if (folded) folded.open = true;
    }
    addEventListener('hashchange', reveal);
    reveal();

    function key(row, column, isNumber) {
        var cell = row.cells[column];
        var text = cell.hasAttribute('data-key') ? cell.getAttribute('data-key') : cell.textContent;
        return isNumber ? parseFloat(text) : text.toLowerCase();
    }
    function compare(a, b, direction) {
        if (a !== a || b !== b) return a !== a ? (b !== b ? 0 : 1) : -1; // undefined numbers last
        if (typeof a === 'string') return a.localeCompare(b) * direction;
        return (a - b) * direction;
    }
    function sortBy(table, header, column) {
        var isNumber = header.hasAttribute('data-number');
        var before = header.getAttribute('aria-sort');
        var direction = before ? (before === 'ascending' ? -1 : 1) : (isNumber ? -1 : 1);
        table.querySelectorAll('thead th').forEach(function (th) { th.removeAttribute('aria-sort'); });
        header.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
        var body = table.tBodies[0];
        Array.from(body.rows)
            .map(function (row, i) { return { row: row, at: i, key: key(row, column, isNumber) }; })
            .sort(function (a, b) { return compare(a.key, b.key, direction) || a.at - b.at; })
            .forEach(function (entry) { body.appendChild(entry.row); });
    }
    doc.querySelectorAll('table[data-sort]').forEach(function (table) {
        table.querySelectorAll('thead th').forEach(function (header, column) {
            var button = doc.createElement('button');
            button.type = 'button';
            button.textContent = header.textContent;
            // Browsers do not repeat buttons on every sheet of paper; the text stays for that.
            var text = doc.createElement('span');
            text.textContent = header.textContent;
            header.replaceChildren(button, text);
            button.addEventListener('click', function () { sortBy(table, header, column); });
        });
    });

    doc.querySelectorAll('input[data-filter]').forEach(function (input) {
        var id = input.getAttribute('data-filter');
        var table = doc.getElementById(id), shown = doc.getElementById(id + '-shown');
        input.addEventListener('input', function () {
            var wanted = input.value.trim().toLowerCase(), n = 0;
            Array.from(table.tBodies[0].rows).forEach(function (row) {
                row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
                if (!row.hidden) n++;
            });
            shown.textContent = n + ' shown';
        });
    });

    var tip = doc.createElement('div');
    tip.id = 'tip';
    tip.setAttribute('aria-hidden', 'true');
    doc.body.appendChild(tip);
    var spoken = doc.createElement('div');
    spoken.className = 'unseen';
    spoken.setAttribute('aria-live', 'polite');
    doc.body.appendChild(spoken);

    function show(mark, x, y) {
        tip.textContent = mark.getAttribute('data-tip');
        var box = tip.getBoundingClientRect();
        tip.style.left = Math.max(4, Math.min(innerWidth - box.width - 4, x + 12)) + 'px';
        tip.style.top = (y + box.height + 20 > innerHeight ? y - box.height - 10 : y + 14) + 'px';
        tip.classList.add('on');
    }
    function hide() { tip.classList.remove('on'); }

    // The browser's own tooltips stay for pages without scripts.
    doc.querySelectorAll('.hit > title').forEach(function (title) {
        title.parentNode.setAttribute('data-tip', title.textContent);
        title.remove();
    });
    // A mouse moves over a mark; a finger only ever comes down on it.
    ['pointermove', 'pointerdown'].forEach(function (event) {
        doc.addEventListener(event, function (e) {
            var mark = e.target.closest && e.target.closest('[data-tip]');
            if (mark) show(mark, e.clientX, e.clientY); else hide();
        });
    });
    doc.addEventListener('scroll', hide, { passive: true });

    doc.querySelectorAll('.plot').forEach(function (plot) {
        var marks = plot.querySelectorAll('[data-tip]'), at = -1;
        if (!marks.length) return;
        plot.tabIndex = 0;
        function leave() {
            hide();
            if (marks[at]) marks[at].classList.remove('at');
        }
        plot.addEventListener('blur', leave);
        plot.addEventListener('keydown', function (e) {
            var by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key], to;
            if (e.key === 'Escape') return leave();
            if (e.key === 'Home') to = 0;
            else if (e.key === 'End') to = marks.length - 1;
            else if (by) to = at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length;
            else return;
            e.preventDefault();
            leave();
            at = to;
            marks[at].classList.add('at');
            var box = marks[at].getBoundingClientRect();
            show(marks[at], box.left + box.width / 2, box.top + Math.min(box.height, 60) / 2);
            spoken.textContent = tip.textContent;
        });
    });
})();
