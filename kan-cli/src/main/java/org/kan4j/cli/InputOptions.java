package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.data.Missing;
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import picocli.CommandLine.Option;

/** What is made of inputs that are no numbers. */
final class InputOptions {
    @Option(
            names = "--categories",
            paramLabel = "A,B",
            description = "columns to take for categories though they hold numbers (default: those of text)")
    private List<String> categories = new ArrayList<>();

    @Option(
            names = "--missing",
            paramLabel = "effect|drop|median|refuse",
            description =
                    "gaps of inputs: an effect of their own, rows left out, the median, or refused (default: ${DEFAULT-VALUE})",
            defaultValue = "effect")
    private Missing missing = Missing.EFFECT;

    /** A file whose categories are those that were named, too. */
    TableFile categories(TableFile file) {
        return file.withCategories(
                categories.stream().flatMap(text -> file.columns(text).stream()).toList());
    }

    /** Roles whose inputs are read so. */
    Roles roles(Roles roles) {
        return roles.withMixed(missing);
    }
}
