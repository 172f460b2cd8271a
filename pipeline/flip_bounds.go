package pipeline

import (
	"context"
	"fmt"

	"valueshift/sql"
)

// assumeBounds hands the bounds to judging as given ones: those in force, or those
// that an assumption about them makes.
func (f *flip) assumeBounds(ctx context.Context) error {
	var err error
	f.frozen, err = f.one(ctx, fmt.Sprintf("select * from history.group_bounds where plan_year = %d", f.month.PlanYear))
	if err != nil {
		return err
	}
	f.bounds = f.frozen
	given := f.after.givenBounds()
	isGiven := f.frozen.text("basis") == "given"
	switch {
	case isGiven && len(given) > 0 && given[0] != f.before.givenBounds()[0]:
		_, err := f.sandbox.Make(ctx, "given_bounds", values(given))
		if err == nil {
			f.bounds, err = f.one(ctx, "select * from given_bounds")
		}
		return err
	case !isGiven && f.isAboutBounds():
		if err := f.calibrate(ctx); err != nil {
			return err
		}
	}
	_, err = f.sandbox.Make(ctx, "given_bounds", values([]givenBoundsRow{{
		DestroyersToMinor: f.bounds.whole("destroyers_to_minor"),
		NeutralBandMinor:  f.bounds.whole("neutral_band_minor"),
		CreatorsFromMinor: f.bounds.whole("creators_from_minor"),
	}}))
	return err
}

func (f *flip) isAboutBounds() bool {
	changes := f.changes()
	for _, setting := range boundSettings {
		if _, ok := changes[setting]; ok {
			return true
		}
	}
	return false
}

// calibrate finds the bounds on the whale curve of the month that they were frozen
// from. Who is New or has left was not on it.
func (f *flip) calibrate(ctx context.Context) error {
	from := dateLiteral(f.frozen.on("calibrated_on"))
	if _, err := f.sandbox.Make(ctx, "class_amounts", `select class_profit_minor, count(*) as customers
from history.value_groups
where month = `+from+` and group_code not in (0, 6)
group by class_profit_minor`); err != nil {
		return err
	}
	for _, statement := range sql.Statements() {
		if statement.Table != "calibrated_bounds" {
			continue
		}
		if _, err := f.sandbox.Make(ctx, statement.Table, statement.Text); err != nil {
			return fmt.Errorf("sql/%s: %w", statement.File(), err)
		}
	}
	var err error
	f.bounds, err = f.one(ctx, "select * from calibrated_bounds")
	return err
}

// boundsText says which bounds the month was judged on.
func (f *flip) boundsText() Section {
	section := Section{Heading: "Bounds, " + f.run.text("currency") + " per window", Table: Table{Left: 1}}
	section.Table.add("bound", "is", "would be")
	isSame := true
	for _, b := range []struct{ column, name string }{
		{"creators_from_minor", "Creators from"},
		{"neutral_band_minor", "Neutral, plus or minus"},
		{"destroyers_to_minor", "Destroyers to"},
	} {
		is, would := f.frozen.whole(b.column), f.bounds.whole(b.column)
		isSame = isSame && is == would
		section.Table.add(b.name, f.money(is), f.money(would))
	}
	if on := f.frozen.on("calibrated_on"); !on.IsZero() && f.isAboutBounds() {
		section.Notes = append(section.Notes, "Calibrated again on the whale curve of "+on.Format("2006-01")+", which they were frozen from.")
	}
	if isSame {
		section.Table, section.Lines = Table{}, []string{"no change: the bounds stay as they were frozen"}
		if f.frozen.text("basis") == "given" {
			section.Lines[0] = "no change: the bounds are given in the configuration"
		}
	}
	return section
}
