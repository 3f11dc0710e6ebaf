package org.kan4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged tables are read or refused, and nothing else. {@code -Dkan4j.fuzz=100000} tries more of them. */
class TableFuzzTest {
    private static final int CASES = Integer.getInteger("kan4j.fuzz", 3_000);

    private static final List<String> SEEDS = List.of(
            "x,y\n1000.5,1\n-2.25,2\n3,4\n",
            "x;w;y\n1000,5;1;2\n-2,25;2;3\n3;4;5\n",
            "x;y\n1.000,5;1,0\n-2,25;2,0\n3;4,0\n",
            "x,y\n\"1,000.5\",1\n\"-2,225\",2\n3,4\n",
            "x\ty\n1'000.5\t1\n-2.25\t2\n3\t4\n",
            "   x       y\n 1000.5   1 \n\t-2.25   2\n    3.0   4\n",
            "# x y\n1000.5 1\n# a remark\n-2.25 2\n3 4\n",
            "sep=;\r\nx;y\r\n1000,5;1\r\n-2,25;2\r\n3;4\r\n",
            "x,y\n1.0005D+03,1.0d0\n-2.25D0,2.5-101\n3,4\n",
            "Länge (cm, ganz);µ\nm;kg\n1,5;1\n2,5;2\n3;4\n",
            ",x,y,\nA,1,2,\nB,3,4,\nC,5,6,\n",
            "\"x\",\"y\"\n\"1\",1000.5,1\n\"2\",-2.25,2\n\"3\",3,4\n",
            "\nx,y\n\n1,2\n,\n3,NA\n  \n5,4\n,\n",
            "p,c,e\n5%,$5,5 €\n6%,$6,6 €\n7%,$7,7 €\n",
            """
            d,s,t,b,k,n,y
            2020-01-01,2020-01-01 10:00Z,10:00,true,u,one,1
            2020-01-02,2020-01-02T11:00+01:00,11:00,no,u,two,2
            2020-01-03,2020-01-03T11:00,12:00,yes,v,three,3
            """,
            "x,w,y\n1,oak,2\n,fir,3\n3,,4\n4,oak,\nNA,elm,6\n",
            "0.5,2.875\n1,-999\n3,5\n4,6\n5,7\n",
            "a\n1\n2\n3\n");

    private static final List<Charset> ENCODINGS = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            Charset.forName("windows-1252"));

    private static final String CHARACTERS = ",;\t \"'#\n\r.+-0123456789eEdDx%$€\u00a0\u2212\uFEFF\0:TZ=/ä";

    @TempDir
    Path folder;

    /** Something that is done with a table. */
    private interface Use {
        void of(TableFile file, Table table) throws IOException;
    }

    private static final List<Use> USES = List.of(
            TableFuzzTest::countsItsRows,
            TableFuzzTest::givesTheSameNumbersByItsSchema,
            TableFuzzTest::takesPredictions,
            (file, table) -> TableReader.read(file, name -> true, name -> false),
            (file, table) -> requireFinite(Dataset.read(file, Roles.of(last(table)))),
            (file, table) -> requireFinite(Dataset.read(file, Roles.ofClasses(last(table)))),
            (file, table) ->
                    requireKnown(Dataset.read(file, Roles.of(last(table)).withMixed(Missing.EFFECT))),
            (file, table) ->
                    requireKnown(Dataset.read(file, Roles.of(last(table)).withMixed(Missing.DROP))),
            (file, table) ->
                    requireKnown(Dataset.read(file, Roles.ofClasses(last(table)).withMixed(Missing.MEDIAN))));

    @Test
    void aDamagedTableIsReadOrRefusedWithAMessage() throws IOException {
        Path path = folder.resolve("data.csv");
        int read = 0;
        for (int n = 0; n < CASES; n++) {
            byte[] bytes = damaged(new SplittableRandom(n));
            Files.write(path, bytes);
            try {
                TableFile file = TableFile.open(path);
                Table table = TableReader.read(file, name -> true, name -> true);
                read++;
                for (Use use : USES) {
                    refusedWithAMessage(use, file, table);
                }
            } catch (DataException e) {
                requireMessage(e);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + n + ": " + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
        System.out.println("of " + CASES + " damaged tables " + read + " were read");
        assertThat(read).as("tables that are read, else little is tried").isBetween(CASES / 5, CASES - CASES / 5);
    }

    private static void refusedWithAMessage(Use use, TableFile file, Table table) throws IOException {
        try {
            use.of(file, table);
        } catch (DataException e) {
            requireMessage(e);
        }
    }

    private static void requireMessage(DataException e) {
        assertThat(e.getMessage()).startsWith("data.csv").doesNotContain("\n").hasSizeGreaterThan(20);
    }

    private static String last(Table table) {
        return table.names().get(table.names().size() - 1);
    }

    private static void countsItsRows(TableFile file, Table table) {
        assertThat(TableProfile.of(file).rows()).isEqualTo(table.rows());
    }

    private static void givesTheSameNumbersByItsSchema(TableFile file, Table table) {
        Table same = TableReader.read(TableFile.open(file.path(), file.schema()), name -> true, name -> true);
        assertThat(same.names()).isEqualTo(table.names());
        for (int c = 0; c < table.columns().size(); c++) {
            assertThat(same.columns().get(c)).containsExactly(table.columns().get(c));
        }
    }

    private static void takesPredictions(TableFile file, Table table) throws IOException {
        String[] cells = new String[table.rows()];
        Arrays.fill(cells, "7");
        StringWriter out = new StringWriter();
        PredictionWriter.write(file, List.of("new"), List.<String[]>of(cells), out);
        assertThat(out.toString()).contains("new");
    }

    private static void requireFinite(Dataset data) {
        assertThat(Arrays.stream(data.x()).allMatch(Double::isFinite)).isTrue();
        assertThat(Arrays.stream(data.y()).allMatch(Double::isFinite)).isTrue();
    }

    /** Numbers, places of levels, and gaps where there are said to be some. */
    private static void requireKnown(Dataset data) {
        for (int k = 0; k < data.x().length; k++) {
            Feature feature = data.features().get(k % data.inputs());
            double value = data.x()[k];
            assertThat(Double.isNaN(value) ? feature.gaps() : Double.isFinite(value))
                    .isTrue();
            assertThat(!feature.category()
                            || Double.isNaN(value)
                            || value >= 0 && value < feature.levels().size())
                    .isTrue();
        }
    }

    private static byte[] damaged(SplittableRandom random) {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int k = random.nextInt(6); k > 0; k--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
                case 1 -> text.delete(at, Math.min(to, at + 1));
                case 2 -> text.delete(at, to);
                case 3 -> text.insert(at, text.substring(at, to));
                case 4 -> text.insert(at, SEEDS.get(random.nextInt(SEEDS.size())));
                default -> text.replace(at, to, String.valueOf(CHARACTERS.charAt(random.nextInt(CHARACTERS.length()))));
            }
        }
        byte[] bytes = text.toString().getBytes(ENCODINGS.get(random.nextInt(ENCODINGS.size())));
        for (int k = random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 0; k > 0 && bytes.length > 0; k--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }
}
