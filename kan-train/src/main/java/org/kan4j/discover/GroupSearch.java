package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.data.Groups;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.group.GroupedForms;
import org.kan4j.discover.network.TaskTrainer;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.discover.score.TableRounding;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Split;

/** A search for one form that several groups of rows have: forms are found in the largest groups, and fitted to all of them. */
final class GroupSearch {
    /** Groups that forms are looked for in. */
    private static final int SEARCHED = 2;

    /** The share of the limit for that. */
    private static final double SHARE = 0.7;

    /** Forms that are taken from a group. */
    private static final int FORMS = 12;

    /** Rows that forms are fitted to at the most; the chosen formula is refined on more. */
    private static final int ROWS = 1500;

    private final Dataset data;
    private final Groups groups;
    private final Discoverer.Options options;
    private final Parallel parallel;
    private final Limits limits;
    private final Split split;
    private final Task whole;
    private final SearchContext context;
    private final Candidates candidates;

    /** Why the last search of a group ended. */
    private volatile Discovery.Stopped stopped = Discovery.Stopped.EXHAUSTED;

    /**
     * A search.
     *
     * @param plain the table without the column of groups
     * @param groups of its rows
     * @param options of the search
     * @param parallel runs fits
     */
    GroupSearch(Dataset plain, Groups groups, Discoverer.Options options, Parallel parallel) {
        this.data = groups.indicated(options.steering().narrowed(plain));
        this.groups = groups;
        this.options = options;
        this.parallel = parallel;
        this.limits = new Limits(options.timeLimit(), options.work(), options.interrupted());
        this.split = Split.ofScarce(data, options.seed());
        this.whole = Task.of(rows(split.train()), rows(split.validation()));
        double rounding = Math.sqrt(TableRounding.tolerance(0, whole.rawTrain().y()));
        this.context = new SearchContext(
                limits::stop,
                parallel,
                options.seed(),
                0,
                1,
                data.errors(),
                0,
                options.steering().wishes(data.inputNames(), data.inputNames()));
        this.candidates = new Candidates(whole, Optional.empty(), context.wishes(), rounding, limits::stop);
        limits.ready();
    }

    private Batch rows(int[] numbers) {
        return Batch.of(data.subset(numbers)).thinned(ROWS);
    }

    Discovery run() {
        limits.run(this::explore);
        Discovery.Stopped reason = limits.interrupted()
                ? Discovery.Stopped.INTERRUPTED
                : limits.stop() ? Discovery.Stopped.TIME_LIMIT : stopped;
        TaskTrainer trainer =
                new TaskTrainer(options.engine(), options.library(), data.inputNames(), data.target(), limits::stop);
        return new DiscoveryReport(
                        data,
                        split,
                        whole,
                        candidates,
                        trainer,
                        options.engine(),
                        limits,
                        Optional.empty(),
                        context,
                        Optional.empty(),
                        List.of())
                .discovery(reason)
                .ofInputs(inputs());
    }

    private void explore() {
        Refinement refinement = context.refinement(whole.rawTrain());
        GroupedForms forms = new GroupedForms(whole.rawTrain(), groups.labels().size(), refinement, limits::stop);
        List<Callable<Refinement.Scored>> fits = new ArrayList<>();
        for (Search.Form form : found()) {
            fits.add(() -> forms.best(form.expression(), form.nats()));
        }
        parallel.all(fits).forEach(scored -> candidates.add(scored, "groups", Optional.empty()));
    }

    /** Forms that are found in the largest groups by themselves. */
    private List<Search.Form> found() {
        Dataset train = data.subset(split.train())
                .withInputs(IntStream.range(0, inputs()).toArray());
        int[] largest = IntStream.range(0, groups.labels().size())
                .boxed()
                .sorted(Comparator.comparingInt(g -> -groups.rows(train, g).length))
                .limit(SEARCHED)
                .mapToInt(g -> g)
                .toArray();
        List<Search.Form> forms = new ArrayList<>();
        for (int k = 0; k < largest.length && !limits.stop(); k++) {
            int[] rows = groups.rows(train, largest[k]);
            if (rows.length > 1) {
                forms.addAll(search(train.subset(rows), groups.indicator(largest[k]), k, largest.length));
            }
        }
        return forms;
    }

    /** Inputs without those that tell groups. */
    private int inputs() {
        return data.inputs() - groups.labels().size();
    }

    private List<Search.Form> search(Dataset group, String label, int number, int count) {
        double share = SHARE / count;
        Discoverer.Options own = options.withTimeLimit(share * options.timeLimit())
                .withInterrupted(limits::stop)
                .withListener((stage, used, best) ->
                        options.listener().progress(label + ": " + stage, share * (number + used), best));
        if (options.work() < Long.MAX_VALUE) {
            own = own.withWork(Math.max(1, options.work() / count));
        }
        Search search = Search.of(group, own, parallel, Search.AT_ONCE);
        List<Search.Form> forms = search.forms(FORMS, data.inputNames());
        stopped = search.stopped();
        return forms;
    }
}
