package org.kan4j.bench;

import org.bytedeco.javacpp.Loader;

/** Makes a small work of one opponent, and prints what was in force. {@link Launchers} starts it in a JVM of its own. */
final class Probe {
    private Probe() {}

    /** Takes the opponent's name. */
    public static void main(String[] args) {
        Opponent opponent = Opponent.of(args[0]);
        int threads = Runtime.getRuntime().availableProcessors();
        try (Work work = opponent.work(new Mlp(new int[] {4, 4}, true), 5, 3, Dtype.FLOAT32, 4, threads)) {
            work.verify(Dtype.FLOAT32.tolerance());
            System.out.println(work.description());
        }
        if (opponent != Opponent.KAN) {
            // Their folder tells the build.
            Loader.getLoadedLibraries().values().stream()
                    .filter(path -> path.matches(".*/lib(nd4jcpu|openblas)[^/]*$"))
                    .map(path -> path.replaceFirst(".*/org/", "org/"))
                    .sorted()
                    .forEach(System.out::println);
        }
    }
}
