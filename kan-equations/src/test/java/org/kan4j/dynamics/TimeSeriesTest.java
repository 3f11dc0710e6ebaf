package org.kan4j.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.DataException;
import org.kan4j.data.TableFile;

class TimeSeriesTest {
    @TempDir
    private Path folder = Path.of("");

    private TimeSeries read(String table, TimeSeries.Columns columns) throws IOException {
        Path file = Files.writeString(folder.resolve("run.csv"), table);
        return TimeSeries.read(TableFile.open(file), columns);
    }

    private static TimeSeries.Columns columns(String time, String... drop) {
        return new TimeSeries.Columns(time, Optional.empty(), List.of(), List.of(), List.of(drop));
    }

    private static String rows(int count, String row) {
        StringBuilder table = new StringBuilder("t,x,run,name\n");
        for (int r = 0; r < count; r++) {
            table.append(row.formatted(r)).append('\n');
        }
        return table.toString();
    }

    @Test
    void allOtherColumnsOfNumbersAreStatesAndRowsAreSorted() throws IOException {
        TimeSeries series =
                read("t,x,y\n3,1,\n2,4,5\n1,2,3\n4,1,2\n5,6,7\n6,1,2\n7,1,3\n8,2,2\n9,1,1\n10,4,4\n", columns("t"));

        assertThat(series.states()).containsExactly("x", "y");
        assertThat(series.trajectories().get(0).times()).startsWith(1, 2, 3);
        assertThat(series.trajectories().get(0).states()[1]).startsWith(3, 5, Double.NaN);
    }

    @Test
    void aColumnTellsRunsApart() throws IOException {
        StringBuilder table = new StringBuilder("t,x,run\n");
        for (int r = 0; r < 12; r++) {
            table.append(r % 6)
                    .append(',')
                    .append(r * r)
                    .append(',')
                    .append(r < 6 ? "a" : "b")
                    .append('\n');
        }

        TimeSeries series = read(
                table.toString(), new TimeSeries.Columns("t", Optional.of("run"), List.of(), List.of(), List.of()));

        assertThat(series.trajectories()).extracting(Trajectory::label).containsExactly("a", "b");
        assertThat(series.states()).containsExactly("x");
    }

    @Test
    void columnsOfTextAreLeftOutAndNamed() throws IOException {
        TimeSeries series = read(rows(12, "%1$d,%1$d,%1$d,a"), columns("t"));

        assertThat(series.states()).containsExactly("x", "run");
        assertThat(series.notes()).contains("column \"name\" is left out: text");
    }

    @Test
    void whatIsNoTimeSeriesIsRefusedInOneLine() {
        String good = rows(12, "%1$d,%1$d,1,a");
        refused(good, columns("when", "name"), "no column \"when\"");
        refused(rows(12, "1,%1$d,1,a"), columns("t", "name", "run"), "each time once in a run required, got 1.0 twice");
        refused(rows(6, "%1$d,%1$d,1,a"), columns("t", "name", "run"), "at least 10 rows");
        refused(rows(12, "%1$d,5,1,a"), columns("t", "name", "run"), "a state that changes required");
        refused(good, columns("t", "t"), "named twice");
        refused(
                good,
                new TimeSeries.Columns("t", Optional.empty(), List.of("name"), List.of(), List.of()),
                "numbers required, got text");
    }

    private void refused(String table, TimeSeries.Columns columns, String message) {
        assertThatThrownBy(() -> read(table, columns))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("run.csv");
    }
}
