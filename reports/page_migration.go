package reports

import "valueshift/segments"

const migrationFile = "migration.html"

// migrationPage is where customers came from and where they went: over the year,
// and month by month.
func (w *writer) migrationPage() (page, error) {
	s := w.portfolio()
	p := w.newPage(migrationFile, nameOf(s.scope)+" · migration")
	p.lead(s)
	p.Tiles = nil
	p.Headline = s.migrationHeadline()
	p.Doubts = w.doubts("migration")
	year, err := w.sankeyFigure(s, AgainstBase)
	if err != nil {
		return p, err
	}
	p.add(section{ID: "year", Title: "Over the year", Question: "Which groups do customers come from, and where do they go?",
		Words: words("migration", "value-groups", "new-dormant", "left", "hysteresis"), Key: groupKey(segments.InPortfolio),
		Rows: []figures{{year, w.waysFigure(s, AgainstBase)}, {w.migrationFigure(s, AgainstBase)}}})
	p.add(section{ID: "staying", Title: "Staying and leaving", Question: "Which groups keep their customers?",
		Rows: []figures{{w.retentionFigure(s)}}})
	quarters, err := w.quarterFigures(s)
	if err != nil {
		return p, err
	}
	if len(quarters) == 0 {
		quarters = []figures{{{ID: "months-figure", Title: "Month by month", Empty: "There is no earlier month to compare with."}}}
	}
	p.add(section{ID: "months", Title: "Month by month", Question: "The last twelve months, three at a time, the newest first.", Key: flowKey, Rows: quarters})
	return p, nil
}

// migrationHeadline is the year's balance of moves.
func (s *sheet) migrationHeadline() string {
	m, ok := s.matrixOf(AgainstBase)
	if _, hasThen := s.then(AgainstBase); !ok || !hasThen {
		return "Nobody migrated yet: there is no earlier month"
	}
	switch net := m.up - m.down; {
	case m.isMovedHidden:
		return s.movedFinding(m)
	case net > 0:
		return "More customers rose than fell: " + s.movedFinding(m)
	case net < 0:
		return "More customers fell than rose: " + s.movedFinding(m)
	}
	return "As many customers rose as fell: " + s.movedFinding(m)
}
