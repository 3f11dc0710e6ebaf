package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.Cycles;
import org.kan4j.data.Dataset;
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import org.kan4j.model.KanModel;

/** Hours, days of the week and days of the year as inputs. */
class CyclesTest {
    @TempDir
    private Path folder;

    private Path table(String name, LocalDateTime from, int rows, int hours, double noise) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder text = new StringBuilder("when,y\n");
        for (int r = 0; r < rows; r++) {
            LocalDateTime at = from.plusHours((long) r * hours).plusMinutes(random.nextInt(60));
            double y = Math.sin(2 * Math.PI * (at.getHour() + at.getMinute() / 60.0) / 24)
                    + (at.getDayOfWeek().getValue() > 5 ? 1 : 0)
                    + noise * random.nextGaussian();
            text.append(at.toString().replace('T', ' ')).append(',').append(y).append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static Dataset read(Path file) {
        TableFile table = TableFile.open(file);
        return Cycles.in(table, Dataset.read(table, Roles.of("y")));
    }

    @Test
    void aColumnThatSpansCyclesGivesInputsWhoseFunctionsCloseUp() throws IOException {
        Dataset data = read(table("rides.csv", LocalDateTime.of(2026, 1, 1, 0, 0), 500, 5, 0.1));
        assertThat(data.inputNames()).containsExactly("when", "hour(when)", "weekday(when)");
        assertThat(data.notes()).contains("column \"when\" spans more than one day: hour(when) is an input too");
        FitResult fit = Kan4j.fit(data, ShapeOptions.DEFAULTS.withInteractions(0));
        assertThat(fit.fitted().test().rmse()).isLessThan(0.2);
        KanModel model = fit.model();
        double h = 1e-4;
        double[] y = new double[4];
        for (int k = 0; k < 4; k++) {
            Map<String, Double> row = Map.of(
                    "when",
                    data.x()[0],
                    "hour(when)",
                    List.of(0.0, h, 24 - h, 24.0).get(k),
                    "weekday(when)",
                    2.0);
            y[k] = Kan4j.predict(model, row);
        }
        assertThat(y[3]).isCloseTo(y[0], within(1e-12));
        assertThat((y[3] - y[2]) / h).isCloseTo((y[1] - y[0]) / h, within(1e-3));
        assertThat((y[1] - y[0]) / h).isGreaterThan(0.15);
    }

    @Test
    void aModelReadsTheCyclesFromTheColumn() throws IOException {
        Dataset data = read(table("rides.csv", LocalDateTime.of(2026, 1, 1, 0, 0), 500, 5, 0.1));
        KanModel model =
                Kan4j.fit(data, ShapeOptions.DEFAULTS.withInteractions(0)).model();
        Path file = folder.resolve("m.kan");
        Kan4j.save(model, file);
        Path later = table("later.csv", LocalDateTime.of(2026, 4, 3, 0, 0), 50, 3, 0);
        Predictions predicted = Kan4j.predict(Kan4j.load(file), later);
        assertThat(predicted.undefined()).isZero();
        // The ends of the week are values that were seen.
        assertThat(predicted.notes()).noneMatch(note -> note.contains("weekday(when)"));
        Dataset truth = Kan4j.read(later, model);
        assertThat(truth.inputNames()).isEqualTo(model.inputNames());
        double worst = 0;
        for (int r = 0; r < truth.rows(); r++) {
            worst = Math.max(worst, Math.abs(truth.y()[r] - predicted.values()[r]));
        }
        assertThat(worst).isLessThan(0.4);
    }

    @Test
    void daysHaveWeekdaysAndDaysOfTheYear() throws IOException {
        StringBuilder text = new StringBuilder("day,y\n");
        for (int r = 0; r < 300; r++) {
            text.append(LocalDate.of(2024, 1, 1).plusDays(3L * r))
                    .append(',')
                    .append(r % 7)
                    .append('\n');
        }
        Dataset data = read(Files.writeString(folder.resolve("d.csv"), text));
        assertThat(data.inputNames()).containsExactly("day", "weekday(day)", "yearday(day)");
        // A Monday, and the 31st of December of a leap year is at most 366 days on.
        assertThat(data.x()[1]).isEqualTo(1);
        assertThat(data.x()[2]).isEqualTo(0);
        Dataset few = read(Files.writeString(folder.resolve("e.csv"), text.substring(0, text.indexOf("2024-01-13"))));
        assertThat(few.inputNames()).containsExactly("day");
    }
}
