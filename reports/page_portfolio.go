package reports

import "path"

// portfolioPage is everything about the whole: where value is made and lost, how
// customers shift, what was promised and what is intended.
func (w *writer) portfolioPage() (page, error) {
	s := w.portfolio()
	p := w.newPage("portfolio.html", nameOf(s.scope)+" · portfolio")
	p.lead(s)
	p.Doubts = w.pageDoubts(placed...)
	value, err := w.valueRows(s)
	if err != nil {
		return p, err
	}
	if err := w.scopeSections(&p, s, value, w.doubts); err != nil {
		return p, err
	}
	intents := w.allIntents()
	p.add(section{ID: "intents", Title: "Intents", Question: "What is meant to happen with every customer group?", Words: words(intentWords...),
		More: w.moreSegments(), Doubts: w.doubts("intents"), Rows: w.intentRows(w.segments(), intents, w.book.Overrides, s.money, true)})
	p.add(section{ID: "scorecards-section", Title: "Scorecards", Question: "What did the customers do that each owner answers for?",
		More: w.moreSegments(), Rows: []figures{{w.scorecardsFigure()}}})
	p.add(section{ID: "questions", Title: "Questions", Question: "Is what is shown plausible?", Rows: []figures{{w.questionsFigure()}}})
	p.IsBrief = true
	p.onScreen("shift", "effects", "target-cells", "required", "trust", "results-figure", "guards-figure", "rates-figure", "scorecards-section", "questions")
	return p, nil
}

// moreSegments links to the list of all segments where not all are listed.
func (w *writer) moreSegments() []link {
	if w.listedWords() == "" {
		return nil
	}
	return []link{{Href: "index.html#segments", Text: "all segments"}}
}

// valueRows are the figures about value: the whale curve, of the portfolio only, the
// bridge, and where profit was promised the plan; beside one of them the story.
func (w *writer) valueRows(s *sheet) ([]figures, error) {
	bridge, err := w.bridgeFigure(s)
	if err != nil {
		return nil, err
	}
	plan, isPlanned, err := w.planFigure(s)
	if err != nil {
		return nil, err
	}
	story := w.storyFigure(s)
	if !s.isPortfolio() {
		if isPlanned {
			return []figures{{plan, bridge, story}}, nil
		}
		return []figures{{story, bridge}}, nil
	}
	whale, err := w.whaleFigure(s)
	if isPlanned {
		return []figures{{whale, bridge}, {plan, story}}, err
	}
	return []figures{{whale, bridge}}, err
}

// scopeSections are the sections that the portfolio and a segment share, from the
// figures about value on.
func (w *writer) scopeSections(p *page, s *sheet, value []figures, doubts func(...string) []doubt) error {
	if len(w.book.Tables) > 0 {
		p.Workbook = path.Base(s.beside(".xlsx"))
	}
	mix, err := w.mixFigure(s)
	if err != nil {
		return err
	}
	worth, err := w.worthFigure(s)
	if err != nil {
		return err
	}
	p.add(section{ID: "value", Title: "Value", Question: "Where is profit made and lost, and what moved it?", Words: words("profit", "whale-curve", "bridge", "graduated", "left"),
		Doubts: doubts("value", "profit", "classify"), Rows: value})
	p.add(section{ID: "mix", Title: "Mix", Question: "Are customers shifting towards groups that create value?", Words: words("value-groups", "bounds", "hysteresis", "real-shift"), Key: groupKey(s.paying()),
		Doubts: doubts("mix", "shift"), Rows: []figures{{mix, worth}, {w.shiftFigure(s)}}})
	migration, err := w.migrationSection(s, doubts)
	if err != nil {
		return err
	}
	p.add(migration)
	p.add(section{ID: "effects", Title: "Volume, mix and rate", Question: "More customers, better customers, or more profit from each?", Words: words("effects"),
		Doubts: doubts("effects"), Rows: []figures{{w.effectsFigure(s)}}})
	p.add(section{ID: "targets", Title: "Targets", Question: "Is what was promised on its way?", Words: words("glidepath", "attainment", "progress", "outlook", "colours"),
		Doubts: doubts("targets"), Rows: w.targetRows(s)})
	forecast, ok, err := w.forecastSection(s, doubts)
	if ok {
		p.add(forecast)
	}
	return err
}

// targetRows are the promises and, where anything was promised, the gaps between
// them: on a segment's page its own, on the portfolio's those of all.
func (w *writer) targetRows(s *sheet) []figures {
	rows := []figures{{w.targetsFigure(s)}}
	if len(w.book.Targets) == 0 {
		return rows
	}
	list := []*sheet{s}
	if s.isPortfolio() {
		list = append(list, w.segments()...)
	}
	return append(rows, figures{w.targetCellsFigure(list)})
}

// migrationSection is the year's migration as bands and by group. On a segment's
// page the matrix stands below; the portfolio has a page for it.
func (w *writer) migrationSection(s *sheet, doubts func(...string) []doubt) (section, error) {
	bands, err := w.sankeyFigure(s, AgainstBase)
	sec := section{ID: "migration", Title: "Migration", Question: "Which groups do customers come from, and where do they go?",
		Words: words("migration", "value-groups", "new-dormant", "left"), Doubts: doubts("migration"),
		Rows: []figures{{bands, w.waysFigure(s, AgainstBase)}}}
	if s.isPortfolio() {
		sec.More = []link{{Href: migrationFile, Text: "every month and every way"}}
	} else {
		sec.Rows = append(sec.Rows, figures{w.migrationFigure(s, AgainstBase)})
	}
	return sec, err
}

// intentRows are the figures about intents of some segments, side by side when
// there are several pages to tell more; those that only decisions of people fill are
// left out without any.
func (w *writer) intentRows(of []*sheet, intents []namedIntent, overrides []Override, money money, isPortfolio bool) []figures {
	var rows []figures
	if isPortfolio && len(w.segments()) > 0 {
		rows = []figures{{w.intentMatrix(intents, money)}}
	} else {
		rows = []figures{{w.intentsFigure(intents, money)}, {w.signalsFigure(intents, money)}}
	}
	rows = append(rows, figures{w.resultsFigure(results(of), money, isPortfolio)})
	if guarded := guards(of); len(guarded) > 0 {
		rows = append(rows, figures{w.guardsFigure(guarded, money, isPortfolio)})
	}
	if len(overrides) > 0 {
		rows = append(rows, figures{w.overridesFigure(overrides)})
		if isPortfolio {
			rows = append(rows, figures{w.ratesFigure()})
		}
	}
	return rows
}

// allIntents are the intents of all segments; of the whole portfolio when it has
// no segments.
func (w *writer) allIntents() []namedIntent {
	var list []namedIntent
	for _, s := range w.segments() {
		for _, i := range s.intents {
			list = append(list, namedIntent{i, s})
		}
	}
	if len(list) == 0 {
		s := w.portfolio()
		for _, i := range s.intents {
			list = append(list, namedIntent{i, s})
		}
	}
	return list
}
