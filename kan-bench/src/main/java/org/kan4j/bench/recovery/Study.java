package org.kan4j.bench.recovery;

import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;

/** What a study of simulated tables counted. */
sealed interface Study permits ChanceStudy, RepeatsStudy, CoverageStudy, SciencesStudy {
    /** Its name on the command line. */
    String name();

    /** Adds lines for a person. */
    void addTo(TextLines text);

    /** Writes members of a JSON object. */
    void write(JsonMembers json);
}
