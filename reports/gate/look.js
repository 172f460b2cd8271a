// What only a browser knows of a page. Every function answers with a list of faults,
// each a rule and what is wrong.
(() => {
    const seen = e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const short = text => JSON.stringify(text.trim().replace(/\s+/g, ' ').slice(0, 60));
    const figureOf = e => (e.closest('figure,section,[id]') || document.body).id || e.tagName;

    function plots() { return [...document.querySelectorAll('[role=img]')].filter(e => !(e instanceof SVGElement) && seen(e)); }

    // nameOf is what a screen reader calls an element.
    function nameOf(e) {
        const ids = (e.getAttribute('aria-labelledby') || '').split(' ').filter(id => id);
        return ids.map(id => document.getElementById(id)?.textContent || '').join(' ') || e.getAttribute('aria-label') || '';
    }

    function drawings(wrong) {
        for (const figure of document.querySelectorAll('figure')) {
            const heading = figure.querySelector('h2,h3,h4');
            if (seen(figure) && !(heading && heading.textContent.trim())) wrong.push(['figure', figure.id + ': no heading']);
        }
        for (const plot of plots()) {
            const picture = plot.querySelector('svg,canvas'), id = figureOf(plot);
            if (!picture) { wrong.push(['drawn', id + ': nothing']); continue; }
            const box = picture.getBoundingClientRect();
            if (picture.tagName === 'svg' && picture.querySelectorAll('path,rect,circle,line,polyline,text').length < 10) wrong.push(['drawn', id + ': too few marks']);
            if (box.width < 200 || box.height < 100 || box.height > 1200) wrong.push(['drawn', id + ': ' + box.width + ' by ' + box.height]);
            if (nameOf(plot).length < 40) wrong.push(['drawn', id + ': no sentence']);
            if (picture.tagName === 'svg') labels(wrong, id, picture);
        }
    }

    // labels holds the texts of a drawing against each other and its edges, and asks for
    // letters that can be read. Boxes have room above and below their letters, which may
    // touch.
    function labels(wrong, id, svg) {
        const edge = svg.getBoundingClientRect(), scale = edge.width / svg.viewBox.baseVal.width || 1;
        const list = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim() && seen(t)).map(t => {
            const b = t.getBoundingClientRect(), slack = b.height * 0.15;
            const size = parseFloat(getComputedStyle(t).fontSize) * scale;
            if (size < 10.9) wrong.push(['small', id + ': ' + short(t.textContent) + ' has ' + size.toFixed(1) + ' px']);
            return { text: t.textContent, left: b.left, right: b.right, top: b.top + slack, bottom: b.bottom - slack };
        });
        list.forEach((a, i) => {
            if (a.left < edge.left - 4 || a.right > edge.right + 4 || a.top < edge.top - 4 || a.bottom > edge.bottom + 4)
                wrong.push(['cut', id + ': outside the drawing: ' + short(a.text)]);
            for (const b of list.slice(i + 1)) {
                const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (wide > 1.5 * scale && high > 1.5 * scale) wrong.push(['overlap', id + ': ' + short(a.text) + ' and ' + short(b.text)]);
            }
        });
    }

    // texts looks whether every text fits into what holds it. What can be scrolled to
    // is not lost; what an ellipsis cuts must be told in full by a title.
    function texts(wrong, isPaper) {
        const styles = new Map();
        const styleOf = e => { if (!styles.has(e)) styles.set(e, getComputedStyle(e)); return styles.get(e); };
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
        const boxed = /^(TD|TH|LI|FIGURE|DD|DT|P|H1|H2|H3|BUTTON|LABEL|SUMMARY|NAV)$/;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const parent = node.parentElement;
            if (!node.data.trim() || parent.closest('svg,script,style,.unseen,.skip,#tip') || !seen(parent)) continue;
            range.selectNodeContents(node);
            const r = range.getBoundingClientRect();
            if (!r.width) continue;
            const letter = parseFloat(styleOf(parent).fontSize);
            if (r.width < 3 * letter && r.height > 6 * letter) wrong.push(['cut', figureOf(parent) + ': squeezed: ' + short(node.data)]);
            let canScroll = false, isHidden = false;
            for (let e = parent; e && e !== document.body; e = e.parentElement) {
                const style = styleOf(e), b = e.getBoundingClientRect();
                if (style.display === 'inline' || style.display === 'contents') continue;
                const over = Math.max(r.right - b.right, b.left - r.left), under = r.bottom - b.bottom;
                if (style.overflowX === 'auto' || style.overflowX === 'scroll') {
                    if (isPaper && over > 1) wrong.push(['paper', figureOf(e) + ': scrolls: ' + short(node.data)]);
                    canScroll = true;
                }
                if (canScroll) break;
                const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
                if (hides && over > 1) {
                    const full = e.closest('[title]');
                    if (style.textOverflow !== 'ellipsis' || !full || !full.title.includes(node.data.trim().slice(0, 200))) wrong.push(['cut', figureOf(e) + ': ' + short(node.data)]);
                    isHidden = true;
                    break;
                }
                if ((style.overflowY === 'hidden' || style.overflowY === 'clip') && under > 2) wrong.push(['cut', figureOf(e) + ': below: ' + short(node.data)]);
                if (!hides && over > 1.5 && boxed.test(e.tagName)) wrong.push(['cut', figureOf(e) + ': out of <' + e.tagName.toLowerCase() + '> by ' + Math.round(over) + ': ' + short(node.data)]);
            }
            if (isPaper && !canScroll && !isHidden && r.right > innerWidth + 1) wrong.push(['paper', figureOf(parent) + ': beyond the sheet: ' + short(node.data)]);
        }
    }

    function sideways(wrong) {
        const wide = document.documentElement.scrollWidth;
        if (wide > innerWidth) wrong.push(['sideways', wide + ' in ' + innerWidth]);
    }

    // settled lets the events of a scroll pass, which come a frame later: tooltips hide
    // on them.
    async function settled(e, scroll) {
        const before = e.getBoundingClientRect(), told = new Promise(done => {
            document.addEventListener('scroll', () => setTimeout(done, 20), { once: true, capture: true });
            setTimeout(done, 500);
        });
        scroll();
        const after = e.getBoundingClientRect();
        if (before.left !== after.left || before.top !== after.top) await told;
    }

    const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const lightness = () => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number); return (r + g + b) / 765; };

    window.gateLook = {
        open() { for (const d of document.querySelectorAll('details')) d.open = true; return '[]'; },
        screen() { const wrong = []; drawings(wrong); sideways(wrong); texts(wrong, false); return JSON.stringify(wrong); },
        paper() {
            const wrong = [];
            sideways(wrong);
            texts(wrong, true);
            for (const plot of plots()) if (plot.getBoundingClientRect().right > innerWidth + 1) wrong.push(['paper', figureOf(plot) + ': beyond the sheet']);
            // A key of colours may be made of buttons; what is pressed is what is shown.
            for (const e of document.querySelectorAll('button,input[type=search],select,.top')) if (seen(e) && !e.matches('[aria-pressed=true]')) wrong.push(['paper', 'nothing to press on paper: ' + short(e.textContent)]);
            if (lightness() < 0.9) wrong.push(['theme', 'paper is dark: ' + token('--paper')]);
            return JSON.stringify(wrong);
        },
        names() { return JSON.stringify(Object.keys(window).filter(name => name.startsWith('PWN')).map(name => ['script', name])); },
        theme(isDark) { return JSON.stringify(isDark === lightness() < 0.2 ? [] : [['theme', 'want ' + (isDark ? 'dark' : 'light') + ', background ' + getComputedStyle(document.body).backgroundColor]]); },
        targets() {
            const wrong = [];
            for (const e of document.querySelectorAll('button,input,select,summary,.views>label,nav a,[role=button],[role=tab]')) {
                if (!seen(e)) continue;
                const b = e.getBoundingClientRect();
                if (b.width < 24 || b.height < 24) wrong.push(['target', figureOf(e) + ': ' + short(e.textContent || e.id) + ' is ' + Math.round(b.width) + ' by ' + Math.round(b.height)]);
            }
            return JSON.stringify(wrong);
        },

        // spot gives a point at which mark n of plot p is on top, and its text.
        plots() { window.gatePlots = plots().filter(p => p.querySelector('[data-tip]')); return String(window.gatePlots.length); },
        async spot(p, isLast) {
            const marks = [...window.gatePlots[p].querySelectorAll('[data-tip]')];
            if (isLast) marks.reverse();
            const size = mark => { const b = mark.getBoundingClientRect(); return Math.min(b.width, b.height); };
            const large = marks.filter(mark => size(mark) >= 8); // a finger hits the neighbours of thin ones
            for (const mark of large.length ? large : marks.filter(mark => size(mark) >= 3)) {
                await settled(mark, () => mark.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' }));
                const b = mark.getBoundingClientRect();
                for (const x of [0.5, 0.25, 0.75, 0.1, 0.9]) for (const y of [0.5, 0.25, 0.75, 0.1, 0.9]) {
                    const at = [b.left + x * b.width, b.top + y * b.height], top = document.elementFromPoint(...at);
                    if (top && top.closest('[data-tip]') === mark) return JSON.stringify({ x: at[0], y: at[1], tip: mark.getAttribute('data-tip'), id: figureOf(window.gatePlots[p]) });
                }
            }
            return JSON.stringify({ tip: '', id: figureOf(window.gatePlots[p]) });
        },
        async focus(p) {
            const plot = window.gatePlots[p];
            await settled(plot, () => plot.focus());
            return JSON.stringify([...plot.querySelectorAll('[data-tip]')].map(m => m.getAttribute('data-tip')));
        },
        told() {
            const tip = document.getElementById('tip'), b = tip.getBoundingClientRect();
            const isOn = tip.classList.contains('on') && b.left >= 0 && b.top >= 0 && b.right <= innerWidth && b.bottom <= innerHeight;
            return JSON.stringify({ tip: isOn ? tip.textContent : '', spoken: document.querySelector('[aria-live]').textContent });
        },

        // sort presses every heading twice and looks at the order of the rows.
        sort() {
            const wrong = [];
            for (const table of document.querySelectorAll('table[data-sort]')) {
                const id = figureOf(table) + ' ' + table.id;
                [...table.tHead.rows[0].cells].forEach((th, i) => {
                    const button = th.querySelector('button'), rows = table.tBodies[0].rows.length;
                    if (!button) { wrong.push(['sort', id + ': no button over column ' + i]); return; }
                    for (let press = 0; press < 2; press++) {
                        button.click();
                        const way = { ascending: 1, descending: -1 }[th.getAttribute('aria-sort')];
                        const keys = [...table.tBodies[0].rows].map(r => r.cells[i].dataset.key ?? r.cells[i].textContent)
                            .map(k => th.hasAttribute('data-number') ? parseFloat(k) : k.toLowerCase()).filter(k => k === k);
                        const isOrdered = keys.every((k, n) => !n || (typeof k === 'string' ? keys[n - 1].localeCompare(k) : keys[n - 1] - k) * way <= 0);
                        if (!way || !isOrdered || table.tBodies[0].rows.length !== rows || table.querySelectorAll('[aria-sort]').length !== 1)
                            wrong.push(['sort', id + ': column ' + short(th.textContent)]);
                    }
                });
            }
            return JSON.stringify(wrong);
        },
        filter() {
            const wrong = [];
            for (const input of document.querySelectorAll('input[data-filter]')) {
                const rows = [...document.getElementById(input.dataset.filter).tBodies[0].rows];
                const type = text => { input.value = text; input.dispatchEvent(new Event('input', { bubbles: true })); return rows.filter(seen).length; };
                const word = rows[0].cells[0].textContent.trim();
                if (!rows.length || type('no such row') !== 0 || type(word.toUpperCase()) < 1 || type('') !== rows.length) wrong.push(['filter', figureOf(input)]);
            }
            return JSON.stringify(wrong);
        },
    };
    return '[]';
})()
