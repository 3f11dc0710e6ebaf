package org.kan4j.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void aWriteThatFailsLeavesWhatWasThere() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, out -> out.write("old".getBytes(UTF_8)));
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write("new".getBytes(UTF_8));
                    throw new IOException("full");
                }))
                .hasMessage("full");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void deletingTakesWhatKilledWritesLeftAndNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, out -> out.write(1));
        Files.createFile(folder.resolve("a.txt." + UUID.randomUUID() + ".tmp"));
        Files.createFile(folder.resolve("a.txt.mine.tmp"));
        Files.createFile(folder.resolve("b.txt.00000000-0000-0000-0000-000000000000.tmp"));
        AtomicFile.delete(file);
        AtomicFile.delete(file);
        assertThat(names())
                .containsExactlyInAnyOrder("a.txt.mine.tmp", "b.txt.00000000-0000-0000-0000-000000000000.tmp");
    }

    private String[] names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toArray(String[]::new);
        }
    }
}
