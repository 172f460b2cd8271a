// Package metrics is arithmetic on aggregates: how far a mix has moved and whether
// that is noise, what a change in profit is made of, what may become of
// customers and of a promise.
//
// It knows no file, no database, no clock and no log, and it refuses to look at
// customers one by one: counts and sums come in, numbers go out. What is not
// defined is said with ok = false and never with NaN, unless a comment says so. What
// is drawn at random hangs on its seed alone.
package metrics
