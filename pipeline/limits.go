package pipeline

// Limits say when the delivery of a feed is refused as a whole: a thousand rows
// in quarantine are no thousand mistakes but one, a wrong declaration perhaps.
// No limit moves a figure.
type Limits struct {
	MaxQuarantinedShare *float64 `yaml:"max_quarantined_share"` // of a feed's rows; default 0.01
	MaxOrphanShare      *float64 `yaml:"max_orphan_share"`      // of its absolute amount; default 0.005 for costs, 1 otherwise
	MaxDuplicateShare   *float64 `yaml:"max_duplicate_share"`   // of a file's lines that stand in another; default 0.5
	MinShareOfUsual     *float64 `yaml:"min_share_of_usual"`    // of a file's usual rows; default 0.1
}

// What applies where the configuration is silent.
const (
	quarantinedShare = 0.01
	costOrphanShare  = 0.005
	duplicateShare   = 0.5
	shareOfUsual     = 0.1
)

func (l Limits) maxQuarantinedShare() float64 { return or(l.MaxQuarantinedShare, quarantinedShare) }
func (l Limits) maxDuplicateShare() float64   { return or(l.MaxDuplicateShare, duplicateShare) }
func (l Limits) minShareOfUsual() float64     { return or(l.MinShareOfUsual, shareOfUsual) }

func (l Limits) maxOrphanShare(feed string) float64 {
	if feed == "costs" {
		return or(l.MaxOrphanShare, costOrphanShare)
	}
	return or(l.MaxOrphanShare, 1)
}

func or(given *float64, absent float64) float64 {
	if given == nil {
		return absent
	}
	return *given
}

func (l *loader) limits(key, feed string, limits Limits) {
	for _, limit := range []struct {
		name string
		is   *float64
	}{
		{"max_quarantined_share", limits.MaxQuarantinedShare},
		{"max_orphan_share", limits.MaxOrphanShare},
		{"max_duplicate_share", limits.MaxDuplicateShare},
		{"min_share_of_usual", limits.MinShareOfUsual},
	} {
		path := childKey(key, limit.name)
		switch {
		case limit.is == nil:
		case *limit.is < 0 || *limit.is > 1:
			l.wrong(path, "must be between 0 and 1, is %s", plain(*limit.is))
		case (limit.name == "max_orphan_share" || limit.name == "max_duplicate_share") && feed != "revenue" && feed != "costs":
			l.wrong(path, "only applies to revenue and costs")
		default:
			l.decimals(path, *limit.is, 6)
		}
	}
}

// limitRow is a row of feed_limits, for the checks that are statements.
type limitRow struct {
	Feed              string
	MaxOrphanShare    exactly
	MaxDuplicateShare exactly
}

func (c Config) limitRows() []limitRow {
	var rows []limitRow
	for _, feed := range []string{"revenue", "costs"} {
		limits := c.Exports[feed].Limits
		rows = append(rows, limitRow{feed, six(limits.maxOrphanShare(feed)), six(limits.maxDuplicateShare())})
	}
	return rows
}
