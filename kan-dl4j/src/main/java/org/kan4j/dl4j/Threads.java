package org.kan4j.dl4j;

import org.kan4j.kernel.Workers;

/** The threads that the layers of all networks share: as many as there are processors; how many changes no bit of a result. */
final class Threads {
    static final Workers SHARED = new Workers(Runtime.getRuntime().availableProcessors());

    private Threads() {}
}
