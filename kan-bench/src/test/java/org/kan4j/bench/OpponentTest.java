package org.kan4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each opponent's JVM gets its environment, whatever that of the caller is. */
final class OpponentTest {
    private static final Machine AVX512 = new Machine("test", Set.of("avx2", "fma", "avx512f", "avx512dq", "avx512vl"));

    @TempDir
    private Path folder = Path.of("");

    /** What a launched program sees of the variables, set by the caller to "outer". */
    private List<String> seenBy(Opponent opponent, Machine machine) throws IOException, InterruptedException {
        Path program = folder.resolve("it's a java");
        Files.writeString(
                program, "#!/bin/sh\necho \"$OPENBLAS_CORETYPE|$OPENBLAS_NUM_THREADS|$OMP_NUM_THREADS|$*\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path launcher = opponent.launcher(folder, program.toString(), machine);
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "-x", "a b");
        Stream.of("OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
                .forEach(name -> builder.environment().put(name, "outer"));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines().collect(Collectors.toList());
    }

    @Test
    void deeplearning4jAsItComesSeesNoneOfTheVariables() throws IOException, InterruptedException {
        assertThat(seenBy(Opponent.DL4J_DEFAULT, AVX512)).containsExactly("|||-x a b");
    }

    @Test
    void theTunedOnesGetTheCoreTypeOfTheProcessor() throws IOException, InterruptedException {
        assertThat(seenBy(Opponent.DL4J_TUNED, AVX512)).containsExactly("SkylakeX|||-x a b");
        assertThat(seenBy(Opponent.BLAS, new Machine("test", Set.of("avx2", "fma"))))
                .containsExactly("Haswell|1||-x a b");
        assertThat(seenBy(Opponent.BLAS, new Machine("test", Set.of()))).containsExactly("|1||-x a b");
    }

    @Test
    void flagsFollowTheJavaVersion() {
        assertThat(Opponent.BLAS.jvmFlags(AVX512, 17)).noneMatch(f -> f.contains("native-access"));
        assertThat(Opponent.BLAS.jvmFlags(AVX512, 25))
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
        assertThat(Opponent.DL4J_TUNED.jvmFlags(AVX512, 17)).anyMatch(f -> f.endsWith("=-avx2"));
        assertThat(Opponent.DL4J_DEFAULT.jvmFlags(AVX512, 17)).noneMatch(f -> f.endsWith("=-avx2"));
    }

    @Test
    void namesRoundTripAndUnknownOnesAreRefused() {
        for (Opponent opponent : Opponent.values()) {
            assertThat(Opponent.of(opponent.parameter())).isEqualTo(opponent);
        }
        assertThatThrownBy(() -> Opponent.of("mkl"))
                .hasMessageContaining("dl4j-tuned")
                .hasMessageContaining("\"mkl\"");
    }
}
