package org.kan4j.samples;

import java.nio.file.Path;

/** Where the tests find the sources: Maven runs them in a folder of their own, and says where the module is. */
public final class Repository {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private Repository() {}

    /** {@return a file or a folder} */
    public static Path path(String fromRoot) {
        return MODULE.resolveSibling(fromRoot).normalize();
    }
}
