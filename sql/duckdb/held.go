package duckdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/zeebo/blake3"

	"valueshift/pipeline"
)

// A file that arrives as it was last night need not be read again: the database
// still holds its rows. What a file is known by is its path, its bytes, what its
// sender says about it, and how it was read: mapping, lookups, program. The table
// read_files says so of every file whose rows the database holds, and has the
// select that read them.

// heldTables are what a night leaves of reading, beside the feeds' own tables.
var heldTables = []struct{ name, columns string }{
	{"raw_quarantined", `feed varchar, file_no integer, line_no bigint, column_name varchar, delivered varchar, reason varchar,
		raw varchar, amount_minor bigint, currency varchar`},
	{"raw_amounts", "file_no integer, amounts bigint, amount_minor decimal(38, 0), filtered bigint, filtered_minor decimal(38, 0)"},
	{"read_files", `feed varchar, file_no integer, file varchar, sha256 varchar, blake3 varchar, said varchar, reading varchar,
		rows_read bigint, filtered bigint, blank bigint, unmapped varchar, query varchar`},
}

// beginReading begins tonight's tables, once a night. Last night's are seen beside
// them.
func (e *Engine) beginReading(ctx context.Context) error {
	if e.isReading {
		return nil
	}
	e.isReading = true
	there, err := e.tables(ctx)
	if err != nil {
		return err
	}
	isKnown := true
	for _, t := range heldTables {
		if err := e.execAll(ctx, "create temp table "+t.name+" ("+t.columns+")"); err != nil {
			return err
		}
		e.draft(t.name)
		if isKnown = isKnown && slices.Contains(there, tableName{"main", t.name}); isKnown {
			if isKnown, err = e.hasColumns(ctx, t.name); err != nil {
				return err
			}
		}
	}
	for _, t := range heldTables {
		before := "create temp table last_" + t.name + " (" + t.columns + ")"
		if isKnown {
			before = "create temp view last_" + t.name + " as select * from " + lastNight + ".main." + t.name
		}
		if err := e.execAll(ctx, before); err != nil {
			return err
		}
	}
	return nil
}

// hasColumns tells whether last night's table has the columns of tonight's. One of
// another program may not, and then its files are read again.
func (e *Engine) hasColumns(ctx context.Context, table string) (same bool, err error) {
	err = e.conn.QueryRowContext(ctx, `select count(distinct columns) = 1 from (
		select database_name, string_agg(column_name || ' ' || data_type, ', ' order by column_index) as columns
		from duckdb_columns() where table_name = $1 and database_name in ('temp', $2) group by database_name)`,
		table, lastNight).Scan(&same)
	return same, classify(err)
}

// hold looks for files that arrived as they were and keeps their rows in the
// feed's table; all other rows go.
func (in *importing) hold(ctx context.Context, known map[string]*arrival) error {
	var held []*arrival
	for _, file := range in.files {
		last := known[file.File]
		if last == nil || file.said != last.said || file.blake3 != last.blake3 {
			continue
		}
		if err := file.hold(last); err != nil {
			return err
		}
		held = append(held, file)
	}
	table := rawTable(in.feed.Export.Feed)
	switch {
	case in.isDraft():
		in.engine.draft(table)
		_, err := in.engine.exec(ctx, createRaw("temp table", table, in.feed))
		return err
	case len(held) == 0:
		return in.engine.write(ctx, createRaw("table", table, in.feed))
	}
	return in.engine.keepRows(ctx, held, known)
}

// isDraft tells whether the feed's table is made anew every night, and so is none
// that is copied and changed: a lookup is small, and without files there is nothing.
func (in *importing) isDraft() bool {
	return len(in.feed.Paths) == 0 || strings.HasPrefix(in.feed.Export.Feed, lookupPrefix)
}

// known lists last night's files of the feed that were read as tonight's are, by
// path. A check reads no row, so it knows none; nor does a program that cannot tell
// itself from another one.
func (in *importing) known(ctx context.Context) (map[string]*arrival, error) {
	if in.feed.HeaderOnly || program() == "" || in.isDraft() {
		return nil, nil
	}
	rows, err := in.engine.conn.QueryContext(ctx, `select file_no, file, sha256, blake3, said, rows_read, filtered, blank, unmapped, query
		from last_read_files where feed = $1 and reading = $2`, in.feed.Export.Feed, in.reading)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[string]*arrival{}
	for rows.Next() {
		file, unmapped := &arrival{}, ""
		if err := rows.Scan(&file.FileNo, &file.File, &file.SHA256, &file.blake3, &file.said, &file.Records, &file.Filtered, &file.Blank, &unmapped, &file.query); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(unmapped), &file.Unmapped); err != nil {
			return nil, err
		}
		known[file.File] = file
	}
	return known, rows.Err()
}

// hold takes over what is known of a file that is what it was. Its bytes were
// compared, for its name, size and time may be those of another file.
func (a *arrival) hold(last *arrival) error {
	a.Records, a.Filtered, a.Blank = last.Records, last.Filtered, last.Blank
	a.Unmapped, a.query, a.IsHeld = last.Unmapped, last.query, true
	return a.settled()
}

// write does a statement that changes the database.
func (e *Engine) write(ctx context.Context, statement string) error {
	if err := e.own(ctx); err != nil {
		return err
	}
	_, err := e.exec(ctx, statement)
	return err
}

// keepRows keeps the rows of the files that are held, under their new numbers, in the
// feed's table and beside it; the others of last night go.
func (e *Engine) keepRows(ctx context.Context, held []*arrival, known map[string]*arrival) error {
	feed := held[0].Feed
	table := quoteName(rawTable(feed))
	var pairs, numbers []string
	isAll, isSame := len(held) == len(known), true
	for _, file := range held {
		last := known[file.File].FileNo
		pairs = append(pairs, fmt.Sprintf("(%d, %d)", file.FileNo, last))
		numbers = append(numbers, strconv.Itoa(last))
		isSame = isSame && file.FileNo == last
	}
	statements := []string{"create or replace temp table held as select * from (values " + strings.Join(pairs, ", ") + ") as held (now_no, last_no)"}
	if !isAll || !isSame {
		if err := e.own(ctx); err != nil {
			return err
		}
	}
	if !isAll {
		statements = append(statements, "delete from "+table+" where file_no not in ("+strings.Join(numbers, ", ")+")")
	}
	if !isSame {
		statements = append(statements, "update "+table+" as r set file_no = held.now_no from held where held.last_no = r.file_no")
	}
	for _, name := range []string{"raw_quarantined", "raw_amounts"} {
		where := ""
		if name == "raw_quarantined" {
			where = " where q.feed = " + quoteText(feed)
		}
		statements = append(statements, "insert into "+name+" by name select q.* replace (held.now_no as file_no) from last_"+name+
			" as q inner join held on held.last_no = q.file_no"+where)
	}
	return e.execAll(ctx, statements...)
}

// noteNewColumns finds the columns that nothing reads and none of last night's files
// had. When none of those was read as tonight's are, nobody can tell.
func (in *importing) noteNewColumns(known map[string]*arrival) {
	if len(known) == 0 {
		return
	}
	had := map[string]bool{}
	for _, last := range known {
		for _, column := range last.Unmapped {
			had[column] = true
		}
	}
	for _, file := range in.files {
		for _, column := range file.Unmapped {
			if !had[column] {
				file.NewColumns = append(file.NewColumns, column)
			}
		}
	}
}

// noteFiles writes down what the database holds now of the feed.
func (in *importing) noteFiles(ctx context.Context) error {
	for _, d := range in.files {
		unmapped, err := json.Marshal(d.Unmapped)
		if err != nil {
			return err
		}
		if _, err := in.engine.conn.ExecContext(ctx, "insert into read_files values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
			d.Feed, d.FileNo, d.File, d.SHA256, d.blake3, d.said, in.reading, d.Records, d.Filtered, d.Blank, string(unmapped), d.query); err != nil {
			return err
		}
	}
	return nil
}

// readingOf identifies how the files of a feed are read: its mapping, the lookups
// that it joins and what is in them, and the program.
func (e *Engine) readingOf(feed pipeline.Feed) (string, error) {
	lookups := map[string]any{}
	for _, join := range feed.Lookups {
		lookups[join.Lookup] = []any{feed.LookupMaps[join.Lookup], e.lookups[join.Lookup]}
	}
	text, err := json.Marshal([]any{feed.Export, feed.Contract, feed.MoneyScale, feed.Currency, lookups, program(), e.version})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// program is the hash of the running program, for another one may read
// differently; empty when it cannot be told.
var program = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	// Not by blake3Of: opening the program is no point where a night may be killed.
	hash := blake3.New()
	if _, err := io.Copy(hash, file); err != nil {
		return ""
	}
	return hexOf(hash)
})
