package reports

import "fmt"

// questionsFigure asks about what is unusual. It claims no mistake.
func (w *writer) questionsFigure() figure {
	f := figure{ID: "questions-asked", Title: "Nothing about the portfolio is unusual", Sources: w.sources(tableQuestions)}
	if len(w.book.Questions) == 0 {
		f.Empty = "Every number that usually lies in a range does."
		return f
	}
	f.Title = w.plural(int64(len(w.book.Questions)), "number is", "numbers are") + " unusual; it may be so, or point to the data or the configuration"
	for _, q := range w.book.Questions {
		f.Story = append(f.Story, w.questionText(q))
	}
	return f
}

// questionText is a question with its number and what is usual.
func (l spelling) questionText(q Question) string {
	share := func(v float64) string { return l.percent(v, 1) }
	usual := fmt.Sprintf(" Usual is %s to %s.", share(q.Low), share(q.High))
	most := fmt.Sprintf(" Usual is at most %s.", share(q.High))
	switch q.Question {
	case "top_tenth":
		return "Is it plausible that the best tenth of customers make " + share(q.Value) + " of the peak of the whale curve?" + usual
	case "peak":
		return fmt.Sprintf("Is it plausible that the whale curve peaks at %s of profit?", l.percent(q.Value, 0)) +
			fmt.Sprintf(" Usual is %s to %s.", l.percent(q.Low, 0), l.percent(q.High, 0))
	case "drift":
		return "Is it plausible that among the same customers more rose than fell, by " + share(q.Value) + " of them? Without effort customers drift slightly down." + most
	case "largest_group":
		return "Is it plausible that one group holds " + share(q.Value) + " of customers?" + most
	case "movers":
		return "Is it plausible that " + share(q.Value) + " of customers changed group in a month?" + most
	}
	return fmt.Sprintf("Is it plausible that %s is %s?", q.Question, l.decimal(q.Value, 3)) + usual
}
