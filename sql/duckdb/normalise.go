package duckdb

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

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
	header  []string
	sha256  string
	records int64 // header not counted
	good    int64
	blank   int64
	rejects []reject
}

// textFile opens a delivered text file: unpacked, decoded to UTF-8, its delivered
// bytes hashed on the way.
type textFile struct {
	io.Reader
	file *os.File
	hash interface{ Sum([]byte) []byte }

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
	hash := sha256.New()
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

// sum reads what is left of the file and returns the hash of all of it.
func (f *textFile) sum() (string, error) {
	if _, err := io.Copy(io.Discard, f.Reader); err != nil {
		return "", err
	}
	return hex.EncodeToString(f.hash.Sum(nil)), nil
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
	return headerOf(path, newSplitter(file, delimiterOf(format)), format)
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

// normalise copies the records of a file that are well formed to out, each behind
// its file and line number, and keeps the others with their reason. A last record
// without the line end that all others have was most likely cut off, in the middle
// of a number perhaps; only a sender who vouches for the file makes it whole.
func normalise(ctx context.Context, path string, fileNo int, format pipeline.Format, isWhole bool, out *bufio.Writer) (scanned, error) {
	file, err := openText(path, format)
	if err != nil {
		return scanned{}, err
	}
	defer file.file.Close()
	delimiter := delimiterOf(format)
	split := newSplitter(file, delimiter)
	var found scanned
	if found.header, err = headerOf(path, split, format); err != nil {
		return found, err
	}
	prefix := []byte(strconv.Itoa(fileNo) + string(delimiter))
	var number []byte
	for {
		rec, err := split.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return found, readError(path, split.line+1, err)
		}
		found.records++
		if found.records%4096 == 0 && ctx.Err() != nil {
			return found, ctx.Err()
		}
		if len(rec.text) == 0 {
			found.blank++
			continue
		}
		if rec.reason == "" && rec.fields != len(found.header) {
			rec.reason = fmt.Sprintf("has %d fields, the header has %d", rec.fields, len(found.header))
		}
		if rec.reason == "" && !rec.ended && !isWhole {
			rec.reason = "the file ends before its line does, it may be cut off"
		}
		if rec.reason != "" {
			found.rejects = append(found.rejects, reject{rec.line, rec.reason, printable(rec.text)})
			continue
		}
		found.good++
		number = append(strconv.AppendInt(number[:0], rec.line, 10), delimiter)
		out.Write(prefix)
		out.Write(number)
		out.Write(rec.text)
		if err := out.WriteByte('\n'); err != nil {
			return found, fmt.Errorf("%w: %w", pipeline.ErrIO, err)
		}
	}
	if err := file.disguise.check(path, format.Encoding); err != nil {
		return found, err
	}
	if found.sha256, err = file.sum(); err != nil {
		return found, readError(path, split.line+1, err)
	}
	return found, nil
}

// printable keeps the first part of a raw record as text that a table can hold.
func printable(raw []byte) string {
	const most = 2000
	if len(raw) > most {
		raw = raw[:most]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(raw), "�"), "\x00", "�")
}
