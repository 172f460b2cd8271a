// Package pipeline is the night: exports in, pages out.
//
// The stages are the first digits of the numbers in package sql, one word each:
//
//	1 read      typed tables from the exports; what cannot be read, with the reason
//	2 facts     one row per customer and month; every line of economic profit
//	3 classify  whale curve, frozen money bounds, one value group per customer
//	4 worth     latest answers, NPS of every customer group
//	5 intend    signals and residual value per customer group, one intent each
//	6 shift     mix, migration, exact profit bridge, noise tests, targets, forecast
//	7 realise   strategy and documented money (not there yet)
//	8 report    one table per figure on a page
//
// Stages 1 and 2 are done once, 3 to 5 once for every month-end that is not
// closed yet, oldest first, 6 and 8 once for the newest. Where there is a table
// touched_X, the table X is made again only for the months in it, and keeps what
// last night made of the others. Everything happens in tables: a step is a select,
// or Go that reads a table and makes a table. Checks are selects that must stay
// empty. History is kept and pages are shown only when the last of them has passed.
//
// The package refuses to know the engine: what it asks of one is [Engine].
package pipeline
