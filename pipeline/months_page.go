package pipeline

import (
	"errors"
	"path"
	"slices"
	"time"

	"valueshift/pipeline/fault"
	"valueshift/reports"
)

// keptMonths is how many months stay reachable, by the newest version of each: as
// many as a year-on-year comparison looks at.
const keptMonths = 13

// monthVersions are the newest versions of the newest months, the newest month
// first. They are never pruned.
func monthVersions(versions []string) []string {
	newest := map[string]string{} // of a month; versions come newest first
	var months []string
	for _, version := range versions {
		month, ok := monthOf(version)
		if !ok {
			continue
		}
		key := month.Format("2006-01")
		if newest[key] == "" {
			newest[key] = version
			months = append(months, key)
		}
	}
	slices.Sort(months)
	slices.Reverse(months)
	var kept []string
	for _, month := range months[:min(keptMonths, len(months))] {
		kept = append(kept, newest[month])
	}
	return kept
}

// monthOf is the month that a version is about: its name begins with as-of.
func monthOf(version string) (time.Time, bool) {
	if len(version) < len(time.DateOnly) {
		return time.Time{}, false
	}
	month, err := time.Parse(time.DateOnly, version[:len(time.DateOnly)])
	return month, err == nil
}

// listMonths writes the page of months twice: beside current, and beside the
// versions. So "../months.html" is right on a page whichever way it was opened, and
// no link within the site has to be a link of the file system. The version that is
// about to be shown is the newest, whenever it was written.
func (s site) listMonths(shown, locale string) error {
	versions, err := s.versions()
	if err != nil {
		return err
	}
	versions = append([]string{shown}, versions...)
	for _, place := range []struct{ file, runs, newest string }{
		{reports.MonthsFile, "runs/", "current/index.html"},
		{path.Join("runs", reports.MonthsFile), "", "../current/index.html"},
	} {
		var months []reports.KeptMonth
		for _, version := range monthVersions(versions) {
			month, _ := monthOf(version)
			months = append(months, reports.KeptMonth{Month: month, Href: place.runs + version + "/index.html"})
		}
		text, err := reports.Months(locale, place.newest, months)
		if err != nil {
			return err
		}
		if err := s.swapFile(place.file, text); err != nil {
			return err
		}
	}
	return nil
}

// swapFile puts a file in the place of another in one step.
func (s site) swapFile(file string, text []byte) error {
	written := path.Join("runs", asidePrefix+path.Base(file)) // wiped when it is left over
	err := s.root.WriteFile(written, text, 0o644)
	if err == nil {
		err = errors.Join(fault.Point("publish", file), syncOne(s.root, written))
	}
	if err == nil {
		err = s.root.Rename(written, file)
	}
	if err != nil {
		return errors.Join(err, s.root.RemoveAll(written))
	}
	return syncOne(s.root, path.Dir(file))
}
