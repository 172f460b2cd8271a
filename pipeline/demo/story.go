package demo

import (
	"context"
	"fmt"
	"io"
	"time"
)

// calendar is a month counted from year 0, so that months can be subtracted.
func calendar(year int, month time.Month) int { return 12*year + int(month) - 1 }

var (
	streamingStarts = calendar(2025, time.October)
	streamingEnds   = calendar(2026, time.September)
	erosionStarts   = calendar(2026, time.January)
	priceRises      = calendar(2026, time.March)
	campaignStarts  = calendar(2026, time.May)
	campaignEnds    = calendar(2026, time.July)
)

const (
	adopters    = 640 // Sports fans of 1,000 without Streaming who take it up
	erosionStep = 110 // thousandths of the usual calls that every month of 2026 adds
	newPrice    = 1060
	priceUnrest = 1300 // calls of Broadband customers in the two months of the new price
	moved       = 560  // Prepaid customers of 1,000 whom the campaign reaches
	appCalls    = 180  // calls of an app-based customer, in thousandths of the usual
	appDelivery = 900  // direct cost without vouchers and dealers
	appPrice    = 970
	moveBonus   = 250 // cents
)

// adoption is the month of the exports in which a Sports fan takes up Streaming,
// never for those who do not.
func (co *company) adoption(r *random) int16 {
	if r.below(1000) >= adopters {
		return never
	}
	return co.month(r.between(streamingStarts, streamingEnds))
}

// campaign is the month in which a Prepaid customer moves to the app-based plan.
func (co *company) campaign(r *random) int16 {
	if r.below(1000) >= moved {
		return never
	}
	return co.month(r.between(campaignStarts, campaignEnds))
}

// unrest is how much more (or less) a customer calls than usual, in thousandths.
func (c *customer) unrest(m month) int {
	switch {
	case c.segment == homeOffices && m.calendar >= erosionStarts:
		return 1000 + erosionStep*min(m.calendar-erosionStarts+1, 12)
	case c.segment == prepaid && c.onApp(m):
		return appCalls
	case c.holds&(1<<broadband) != 0 && (m.calendar == priceRises || m.calendar == priceRises+1):
		return priceUnrest
	}
	return 1000
}

// listPrice is the price of a product in a month, in cents.
func listPrice(p int, m month) int64 {
	if p == broadband && m.calendar >= priceRises {
		return catalogue[p].price * newPrice / 1000
	}
	return catalogue[p].price
}

func (c *customer) onApp(m month) bool { return m.index >= int(c.app) }

// notes says what a company would have written down of its stories, for the charts over time.
func (co *company) notes(_ context.Context, w io.Writer) error {
	first := func(month int) string {
		return time.Date(0, time.Month(month+1), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	_, err := fmt.Fprintf(w, "on,text,segment\n%s,Broadband costs 6 %% more,\n%s,Campaign: Prepaid with an app,\n%s,The campaign is over,%s\n",
		first(priceRises), first(campaignStarts), first(campaignEnds+1), quoted(market[prepaid].name))
	return err
}
