package pipeline

import (
	"time"

	"valueshift/segments"
)

// What people decided about intents, as tables. Load has checked all of it.

type declaredIntentRow struct {
	Segment string
	Intent  string
}

func (c Config) declaredIntents() []declaredIntentRow {
	var rows []declaredIntentRow
	for _, s := range c.Strategies {
		for _, intent := range s.Intents {
			rows = append(rows, declaredIntentRow{s.Segment, intent})
		}
	}
	return rows
}

type overrideRow struct {
	OverrideNo int
	Segment    string
	GroupCode  segments.Group
	Intent     string
	Owner      string
	Reason     string
	CreatedOn  time.Time
	ExpiresOn  time.Time
}

func (c Config) overrideRows() []overrideRow {
	var rows []overrideRow
	for i, o := range c.Overrides {
		rows = append(rows, overrideRow{i + 1, o.Segment, groupOf(o.Group), o.Intent, o.Owner, o.Reason, dayOf(o.Created), dayOf(o.Expires)})
	}
	return rows
}

type cycleRow struct {
	Segment     string
	GroupCode   segments.Group
	CompletedOn time.Time
	Owner       string
	Note        string
}

func (c Config) completedCycles() []cycleRow {
	var rows []cycleRow
	for _, r := range c.Reengineered {
		rows = append(rows, cycleRow{r.Segment, groupOf(r.Group), dayOf(r.Completed), r.Owner, r.Note})
	}
	return rows
}

type approvalRow struct {
	Segment    string
	GroupCode  segments.Group
	Owner      string
	ApprovedOn time.Time
	ExpiresOn  time.Time
}

func (c Config) retireApprovals() []approvalRow {
	var rows []approvalRow
	for _, a := range c.Approvals {
		rows = append(rows, approvalRow{a.Segment, groupOf(a.Group), a.Owner, dayOf(a.Approved), dayOf(a.Expires)})
	}
	return rows
}

func groupOf(key string) segments.Group {
	group, _ := segments.GroupOf(key)
	return group
}

func dayOf(text string) time.Time {
	day, _ := time.Parse(time.DateOnly, text)
	return day
}
