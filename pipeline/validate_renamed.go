package pipeline

// validateRenamed refuses names that lead in several directions, on to other
// names or in a circle: a segment of history must have one name today.
func (l *loader) validateRenamed(renamed []RenamedSegment) {
	first := map[string]int{} // old name → its place in the list
	for i, r := range renamed {
		key := indexKey("renamed_segments", i)
		l.required(key+".from", r.From)
		l.required(key+".to", r.To)
		if r.From == "" {
			continue
		}
		if at, ok := first[r.From]; ok {
			l.wrong(key+".from", "%s is renamed twice, first on line %d", quoted(r.From),
				l.inFile(l.line(indexKey("renamed_segments", at)+".from")))
			continue
		}
		first[r.From] = i
	}
	for i, r := range renamed {
		key := indexKey("renamed_segments", i) + ".to"
		next, ok := first[r.To]
		switch {
		case !ok || r.From == "":
		case next == i:
			l.wrong(key, "%s is the name that it has already", quoted(r.To))
		case inCircle(renamed, first, i):
			l.wrong(key, "%s leads back to %s", quoted(r.To), quoted(r.From))
		default:
			l.wrong(key, "%s is renamed itself on line %d: write the last name", quoted(r.To),
				l.inFile(l.line(indexKey("renamed_segments", next)+".from")))
		}
	}
}

// inCircle reports whether following the names from one place comes back to it.
func inCircle(renamed []RenamedSegment, first map[string]int, start int) bool {
	at := start
	for range renamed {
		next, ok := first[renamed[at].To]
		if !ok {
			return false
		}
		if at = next; at == start {
			return true
		}
	}
	return false
}
