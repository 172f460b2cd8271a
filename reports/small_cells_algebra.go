package reports

// equations are what anybody can compute from sums that are told: one row for each, as
// far as they do not follow from each other, of numbers that are not told. They are
// kept solved. Every row has a number, its pivot, that no other row has; so a number
// follows from what is told just when it stands alone in a row. Whole numbers, so that
// this is exact.
type equations struct {
	rows   [][]int64
	pivots []int // by row
	rowOf  []int // by number, of which it is the pivot; -1 when it is none
}

func newEquations(numbers int) *equations {
	e := &equations{rowOf: make([]int, numbers)}
	for i := range e.rowOf {
		e.rowOf[i] = -1
	}
	return e
}

// add takes one more sum, with the sign of each of its numbers.
func (e *equations) add(row []int64) {
	for r, pivot := range e.pivots {
		subtract(row, e.rows[r], pivot)
	}
	for i := range row {
		if row[i] != 0 {
			e.rows, e.pivots = append(e.rows, row), append(e.pivots, i)
			e.turn(len(e.rows)-1, i)
			return
		}
	}
}

// turn makes a number the pivot of a row that has it.
func (e *equations) turn(row, pivot int) {
	e.rowOf[e.pivots[row]] = -1
	e.pivots[row], e.rowOf[pivot] = pivot, row
	for r := range e.rows {
		if r != row {
			subtract(e.rows[r], e.rows[row], pivot)
		}
	}
}

// free makes a number the pivot of no row, so that every row it is in says what it says
// of the others; it is false when the number follows from what is told.
func (e *equations) free(number int) bool {
	row := e.rowOf[number]
	if row < 0 {
		return true
	}
	for i, n := range e.rows[row] {
		if n != 0 && i != number {
			e.turn(row, i)
			return true
		}
	}
	return false
}

// tell takes a number out of all rows.
func (e *equations) tell(number int) {
	for _, row := range e.rows {
		row[number] = 0
	}
}

// subtract takes as much of one row from another as rids it of a number.
func subtract(from, row []int64, number int) {
	if from[number] == 0 {
		return
	}
	times, by := from[number], row[number]
	if by < 0 {
		times, by = -times, -by
	}
	common := int64(0)
	for i := range from {
		if from[i] != 0 || row[i] != 0 {
			from[i] = by*from[i] - times*row[i]
			common = divisor(common, from[i])
		}
	}
	if common > 1 {
		for i := range from {
			from[i] /= common
		}
	}
}

// divisor is the greatest that two numbers have in common.
func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}
