package org.kan4j.studio;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.report.html.Pictures;
import org.kan4j.train.TrainingListener;

/** The losses of a training, step by step; of a long one every second, fourth, … step. */
final class Losses implements TrainingListener {
    private static final int MOST = 2000;

    private final List<TrainingStep> steps = new ArrayList<>();
    private final Runnable listener;
    private int every = 1;
    private int count;

    Losses(Runnable listener) {
        this.listener = listener;
    }

    @Override
    public void step(TrainingStep step) {
        synchronized (this) {
            if (count++ % every == 0) {
                steps.add(step);
            }
            if (steps.size() >= MOST) {
                for (int k = 1; k < steps.size(); k++) {
                    steps.remove(k);
                }
                every *= 2;
            }
        }
        listener.run();
    }

    synchronized List<TrainingStep> steps() {
        return List.copyOf(steps);
    }

    Pictures.Picture picture() {
        List<TrainingStep> drawn = steps();
        return Pictures.loss(
                "training",
                drawn.stream().mapToDouble(TrainingStep::loss).toArray(),
                "validation",
                drawn.stream().mapToDouble(TrainingStep::validationLoss).toArray());
    }
}
