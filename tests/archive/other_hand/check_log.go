// Checks a transparency log with the Go project's own sumdb packages, which share nothing with ours.
//
// usage: check_log FOLDER KEY [EARLIER_CHECKPOINT]
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type files struct{ folder string }

func (f files) Height() int { return 8 }

func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		content, err := os.ReadFile(filepath.Join(f.folder, path))
		if err != nil {
			return nil, err
		}
		found = append(found, content)
	}
	return found, nil
}

func (f files) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// tree reads a checkpoint that is signed by a key.
func tree(path, key string) tlog.Tree {
	content, err := os.ReadFile(path)
	fail(err)
	verifier, err := note.NewVerifier(key)
	fail(err)
	opened, err := note.Open(content, note.VerifierList(verifier))
	fail(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	fail(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	fail(err)
	var hash tlog.Hash
	copy(hash[:], root)
	return tlog.Tree{N: size, Hash: hash}
}

// bundle gives the entries of one bundle, or nothing where it is not published.
func bundle(folder string, number, size int64) [][]byte {
	tile := tlog.Tile{H: 8, L: 0, N: number, W: 256}
	if (number+1)*256 > size {
		tile.W = int(size - number*256)
	}
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	content, err := os.ReadFile(filepath.Join(folder, path))
	if err != nil {
		return nil
	}
	var entries [][]byte
	for len(content) > 0 {
		length := binary.BigEndian.Uint16(content)
		entries = append(entries, content[2:2+length])
		content = content[2+length:]
	}
	return entries
}

func main() {
	folder := os.Args[1]
	now := tree(filepath.Join(folder, "checkpoint"), os.Args[2])
	reader := tlog.TileHashReader(now, files{folder})
	entries := 0
	for first := int64(0); first < now.N; first += 256 {
		for place, entry := range bundle(folder, first/256, now.N) {
			number := first + int64(place)
			proof, err := tlog.ProveRecord(now.N, number, reader)
			fail(err)
			fail(tlog.CheckRecord(proof, now.N, now.Hash, number, tlog.RecordHash(entry)))
			entries++
		}
	}
	if len(os.Args) > 3 {
		before := tree(os.Args[3], os.Args[2])
		proof, err := tlog.ProveTree(now.N, before.N, reader)
		fail(err)
		fail(tlog.CheckTree(proof, now.N, now.Hash, before.N, before.Hash))
	}
	fmt.Printf("%d entries, %d proved\n", now.N, entries)
}
