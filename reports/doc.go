// Package reports turns numbers into pages.
//
// It computes none: what a page says comes from a table of stage 8 of the same
// night. It refuses to read files other than its own embedded assets.
package reports
