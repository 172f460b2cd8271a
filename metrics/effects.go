package metrics

// Cell is the stock of one group at one end of a comparison.
type Cell struct {
	Customers int64 // 0 or more
	Profit    int64 // of those customers in the window, minor units
}

// Effect is what one group adds to the change in profit, minor units, fractions
// possible.
type Effect struct {
	Volume float64 // more or fewer customers altogether
	Mix    float64 // customers moved to groups that earn more or less than average
	Rate   float64 // the group's customers earn more or less than before
}

// Effects says what a change in profit is made of, group by group: then[i] and
// now[i] are the same group. Volume, mix and rate of all groups sum to the change
// in profit, without a residual and whichever end is called then (nested Bennet
// indicator: the volume with the mean profit per customer, mix and
// rate with the mean number of customers). Losses are as good as profits.
//
// The mix effect of a group is measured against the average customer. The volume
// effect is one number; each group is given its mean share of customers of it. A
// group that is empty at one end takes its profit per customer from the other end,
// so all of its change is mix; a scope that is empty at one end takes its mix from
// the other, so all of its change is volume. Profit of a cell without customers
// counts as rate. then and now have the same length.
func Effects(then, now []Cell) []Effect {
	start, end := total(then), total(now)
	rateThen, rateNow := rates(start, end)
	volume := float64(end.Customers-start.Customers) * (rateThen + rateNow) / 2
	size := (float64(start.Customers) + float64(end.Customers)) / 2

	effects := make([]Effect, len(then))
	for i := range then {
		shareThen, shareNow := shares(then[i], now[i], start, end)
		earnsThen, earnsNow := rates(then[i], now[i])
		share := (shareThen + shareNow) / 2
		effects[i] = Effect{
			Volume: volume * share,
			Mix:    size * (shareNow - shareThen) * ((earnsThen+earnsNow)/2 - (rateThen+rateNow)/2),
			Rate:   size*(earnsNow-earnsThen)*share + float64(stray(now[i])-stray(then[i])),
		}
	}
	return effects
}

// total adds up the cells that have customers.
func total(cells []Cell) Cell {
	var sum Cell
	for _, cell := range cells {
		if cell.Customers > 0 {
			sum.Customers += cell.Customers
			sum.Profit += cell.Profit
		}
	}
	return sum
}

func stray(cell Cell) int64 {
	if cell.Customers > 0 {
		return 0
	}
	return cell.Profit
}

// rates are the profits per customer at both ends; 0 when both are empty.
func rates(then, now Cell) (rateThen, rateNow float64) {
	if then.Customers > 0 {
		rateThen = float64(then.Profit) / float64(then.Customers)
		rateNow = rateThen
	}
	if now.Customers > 0 {
		rateNow = float64(now.Profit) / float64(now.Customers)
		if then.Customers == 0 {
			rateThen = rateNow
		}
	}
	return rateThen, rateNow
}

// shares are a group's shares of all customers at both ends; 0 when both are empty.
func shares(then, now, start, end Cell) (shareThen, shareNow float64) {
	if start.Customers > 0 {
		shareThen = float64(then.Customers) / float64(start.Customers)
		shareNow = shareThen
	}
	if end.Customers > 0 {
		shareNow = float64(now.Customers) / float64(end.Customers)
		if start.Customers == 0 {
			shareThen = shareNow
		}
	}
	return shareThen, shareNow
}
