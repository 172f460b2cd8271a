package duckdb

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding/charmap"

	"valueshift/pipeline"
	"valueshift/pipeline/fault"
)

// reject is a record that could not even be taken apart.
type reject struct {
	line   int64
	reason string
	raw    string
}

// scanned is what one pass over a delivered text file found.
type scanned struct {
	path           string // of the records that are well formed
	sha256, blake3 string // of the delivered bytes
	records        int64  // header not counted
	good           int64
	blank          int64
	rejects        []reject
}

// textFile opens a delivered text file: unpacked, decoded to UTF-8, its delivered
// bytes hashed on the way.
type textFile struct {
	io.Reader
	file *os.File
	hash hashing

	disguise *disguise // nil: the file is declared UTF-8
}

// charmaps are the declared encodings that are not UTF-8.
var charmaps = map[string]*charmap.Charmap{"cp1252": charmap.Windows1252, "latin-1": charmap.ISO8859_1}

func openText(path string, format pipeline.Format) (*textFile, error) {
	if err := fault.Point("open", path); err != nil {
		return nil, fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", pipeline.ErrNoInput, err)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	hash := newHashing()
	var in io.Reader = io.TeeReader(file, hash)
	if strings.HasSuffix(path, ".gz") {
		unzipped, err := gzip.NewReader(bufio.NewReaderSize(in, 1<<18))
		if err != nil {
			file.Close()
			return nil, fmt.Errorf("%w: %s: is no gzip file: %w", pipeline.ErrRefused, path, err)
		}
		in = unzipped
	}
	var watch *disguise
	if decoding := charmaps[format.Encoding]; decoding != nil {
		watch = &disguise{}
		in = decoding.NewDecoder().Reader(io.TeeReader(in, watch))
	}
	return &textFile{Reader: in, file: file, hash: hash, disguise: watch}, nil
}

// sum reads what is left of the file and returns the hashes of all of it.
func (f *textFile) sum() (sha256, blake3 string, err error) {
	_, err = io.Copy(io.Discard, f.Reader)
	sha256, blake3 = f.hash.sums()
	return sha256, blake3, err
}

// readError tells a file that does not unpack from a disk that does not read.
func readError(path string, line int64, err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %s:%d: the gzip file is damaged or cut off: %w", pipeline.ErrRefused, path, line, err)
	}
	return fmt.Errorf("%w: %s:%d: %w", pipeline.ErrIO, path, line, err)
}

// delimiterOf returns the one byte that separates fields.
func delimiterOf(format pipeline.Format) byte {
	if format.Delimiter == "" {
		return ','
	}
	return format.Delimiter[0]
}

// readHeader returns the column names of a text file.
func readHeader(path string, format pipeline.Format) ([]string, error) {
	file, err := openText(path, format)
	if err != nil {
		return nil, err
	}
	defer file.file.Close()
	return headerOf(path, newSplitter(file, format), format)
}

func headerOf(path string, split *splitter, format pipeline.Format) ([]string, error) {
	first, err := split.next()
	if err == io.EOF {
		return nil, fmt.Errorf("%w: %s: is empty; a header line was expected", pipeline.ErrRefused, path)
	}
	if err != nil {
		return nil, readError(path, 1, err)
	}
	if len(first.text) == 0 {
		return nil, fmt.Errorf("%w: %s:1: header is a blank line", pipeline.ErrRefused, path)
	}
	if first.reason != "" {
		return nil, fmt.Errorf("%w: %s:1: header %s", pipeline.ErrRefused, path, first.reason)
	}
	reader := csv.NewReader(bytes.NewReader(first.text))
	reader.Comma = rune(delimiterOf(format))
	header, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("%w: %s:1: header: %w", pipeline.ErrRefused, path, err)
	}
	return header, nil
}

// normalise copies the records of a file that are well formed to s.path, each
// behind its file and line number, and keeps the others with their reason. A last
// record without the line end that all others have was most likely cut off, in the
// middle of a number perhaps; only a sender who vouches for the file makes it whole.
func (s *scanned) normalise(ctx context.Context, delivered *arrival, format pipeline.Format) error {
	in, err := openText(delivered.File, format)
	if err != nil {
		return err
	}
	defer in.file.Close()
	out, err := os.Create(s.path)
	if err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	defer out.Close()
	good := bufio.NewWriterSize(out, 1<<20)
	split := newSplitter(in, format)
	if err := s.scan(ctx, delivered, format, split, good); err != nil {
		return err
	}
	if err := errors.Join(fault.Point("flush", s.path), good.Flush(), out.Close()); err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	if err := in.disguise.check(delivered.File, format.Encoding); err != nil {
		return err
	}
	if s.sha256, s.blake3, err = in.sum(); err != nil {
		return readError(delivered.File, split.line+1, err)
	}
	return delivered.settled()
}

// scan reads record by record.
func (s *scanned) scan(ctx context.Context, delivered *arrival, format pipeline.Format, split *splitter, good *bufio.Writer) error {
	header, err := headerOf(delivered.File, split, format)
	if err != nil {
		return err
	}
	split.columns = len(header)
	delimiter := delimiterOf(format)
	prefix := []byte(strconv.Itoa(delivered.FileNo) + string(delimiter))
	var number []byte
	for {
		rec, err := split.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return readError(delivered.File, split.line+1, err)
		}
		s.records++
		if s.records%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if len(rec.text) == 0 {
			s.blank++
			continue
		}
		if rec.reason == "" && rec.fields != split.columns {
			rec.reason = split.otherFields()
		}
		if rec.reason == "" && !rec.ended && !delivered.isWhole() {
			rec.reason = "the file ends before its line does, it may be cut off"
		}
		if rec.reason != "" {
			s.rejects = append(s.rejects, reject{rec.line, rec.reason, printable(rec.text)})
			continue
		}
		s.good++
		number = append(strconv.AppendInt(number[:0], rec.line, 10), delimiter)
		good.Write(prefix)
		good.Write(number)
		good.Write(rec.text)
		if err := good.WriteByte('\n'); err != nil {
			return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
		}
	}
}

// printable keeps the first part of a raw record as text that a table can hold.
func printable(raw []byte) string {
	const most = 2000
	if len(raw) > most {
		raw = raw[:most]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(raw), "�"), "\x00", "�")
}
