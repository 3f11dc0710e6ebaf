package org.kan4j.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Which characters the bytes of a file are. */
final class Encodings {
    private static final int START_BYTES = 1 << 18;
    private static final int BUFFER = 1 << 16;
    /** What Western European programs write that do not write UTF-8; it holds Latin-1. */
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private static final char MARK = '\uFEFF';

    private Encodings() {}

    /**
     * The encoding of a file, by its mark or its first bytes: UTF-16 has a zero in every other byte, and what is no UTF-8 and yet
     * text is Western European.
     */
    static Charset detect(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Contents.open(file)) {
            start = in.readNBytes(START_BYTES);
        }
        if (begins(start, 0xFF, 0xFE) || zeros(start, 1) > 0.4 && zeros(start, 0) < 0.05) {
            return StandardCharsets.UTF_16LE;
        }
        if (begins(start, 0xFE, 0xFF) || zeros(start, 0) > 0.4 && zeros(start, 1) < 0.05) {
            return StandardCharsets.UTF_16BE;
        }
        boolean western = wrongAt(StandardCharsets.UTF_8, start) >= 0 && text(start) && wrongAt(WESTERN, start) < 0;
        return western ? WESTERN : StandardCharsets.UTF_8;
    }

    private static boolean begins(byte[] start, int first, int second) {
        return start.length > 1 && (start[0] & 0xFF) == first && (start[1] & 0xFF) == second;
    }

    /** The share of zeros among every other byte. */
    private static double zeros(byte[] bytes, int first) {
        int zeros = 0;
        for (int i = first; i < bytes.length; i += 2) {
            zeros += bytes[i] == 0 ? 1 : 0;
        }
        return zeros / Math.max(1.0, bytes.length / 2.0);
    }

    private static boolean text(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return false;
            }
        }
        return true;
    }

    /** The place behind the first wrong byte; −1 where all are right, the last character perhaps cut off. */
    private static int wrongAt(Charset encoding, byte[] bytes) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        return encoding.newDecoder().decode(left, chars, false).isError() ? left.position() : -1;
    }

    /** A file's characters without a mark. */
    static BufferedReader open(Path file, Charset encoding) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(Contents.open(file), encoding.newDecoder()), BUFFER);
        reader.mark(1);
        if (reader.read() != MARK) {
            reader.reset();
        }
        return reader;
    }

    /** Reads the file once more to find its first byte that is wrong. */
    static DataException wrong(Path file, Charset encoding) {
        String place = "";
        CharsetDecoder decoder = encoding.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        long before = 0;
        long row = 1;
        try (InputStream in = Contents.open(file)) {
            int count = 0;
            while (count >= 0 && place.isEmpty()) {
                count = in.read(bytes.array(), bytes.position(), bytes.remaining());
                bytes.position(bytes.position() + Math.max(0, count)).flip();
                boolean error = decoder.decode(bytes, chars, count < 0).isError();
                row += chars.flip().chars().filter(c -> c == '\n').count();
                chars.clear();
                if (error) {
                    place = ", row " + row + ", byte " + (before + bytes.position());
                }
                before += bytes.position();
                bytes.compact();
            }
        } catch (IOException e) {
            place = "";
        }
        return new DataException(
                file.getFileName() + place + ": not " + encoding + " text; --encoding names another, such as latin1");
    }
}
