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

func (n Night) declaredIntents() []declaredIntentRow {
	var rows []declaredIntentRow
	for _, s := range n.Config.Strategies {
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

func (n Night) overrideRows() []overrideRow {
	var rows []overrideRow
	for i, o := range n.Config.Overrides {
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

func (n Night) completedCycles() []cycleRow {
	var rows []cycleRow
	for _, c := range n.Config.Reengineered {
		rows = append(rows, cycleRow{c.Segment, groupOf(c.Group), dayOf(c.Completed), c.Owner, c.Note})
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

func (n Night) retireApprovals() []approvalRow {
	var rows []approvalRow
	for _, a := range n.Config.Approvals {
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
