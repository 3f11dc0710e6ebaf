package org.kan4j.export;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.kan4j.formula.Formula;

/**
 * What to export to.
 *
 * @param language of the export
 * @param name of the function or the class; empty for that of the language
 * @param dialect of SQL; empty for PostgreSQL
 */
public record ExportOptions(Language language, Optional<String> name, Optional<SqlDialect> dialect) {
    /**
     * Validates.
     *
     * @param language of the export
     * @param name of the function or the class; empty for that of the language
     * @param dialect of SQL; empty for PostgreSQL
     * @throws IllegalArgumentException if the name is no identifier, or an option does not go with the language
     */
    public ExportOptions {
        Objects.requireNonNull(language, "language");
        if (dialect.isPresent() && language != Language.SQL) {
            throw new IllegalArgumentException("dialect: only with SQL, got " + language);
        }
        name.ifPresent(given -> {
            if (!language.isNamed()) {
                throw new IllegalArgumentException(
                        "name: only with Python, C, Java and R, since an expression has none, got " + language);
            }
            boolean symbol = Formula.symbolsFor(List.of(given)).contains(given) && !given.startsWith("_");
            boolean word = language == Language.JAVA && Formula.isJavaWord(given);
            if (!symbol || word || Words.of(language).contains(given)) {
                throw new IllegalArgumentException("name: letters, digits and underscores that mean nothing else in the"
                        + " language required, got \"" + given + "\"");
            }
        });
    }

    /**
     * {@return the options without a name and a dialect}
     *
     * @param language of the export
     */
    public static ExportOptions to(Language language) {
        return new ExportOptions(language, Optional.empty(), Optional.empty());
    }

    /** What to say where text is asked for that is none. */
    static IllegalArgumentException binary(Language language) {
        return new IllegalArgumentException("language: one of text required, got " + language);
    }

    /** The name of the function, or of the class, which has this one where none is given. */
    String nameOr(String ofClass) {
        return name.orElse(language == Language.JAVA ? ofClass : "predict");
    }

    /** The dialect of SQL. */
    SqlDialect dialectOrDefault() {
        return dialect.orElse(SqlDialect.POSTGRESQL);
    }
}
