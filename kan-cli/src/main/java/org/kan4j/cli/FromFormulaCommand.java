package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.ModelInfo;
import org.kan4j.edit.FormulaNetwork;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan from-formula}: a network that computes a formula. */
@Command(
        name = "from-formula",
        description = "Compile a formula into a network of symbolic edges, to be fitted and changed by kan edge.")
final class FromFormulaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FORMULA", description = "as in \"exp(sin(pi*x) + y^2)\"")
    private String formula = "";

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "MODEL.kan",
            description = "where to write the model")
    private Path target = Path.of("");

    @Option(
            names = "--inputs",
            split = ",",
            paramLabel = "A,B",
            description =
                    "names of the variables, in the order of the inputs (default: those of the formula, by alphabet)")
    private List<String> inputs = List.of();

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "name of what the formula gives (default: ${DEFAULT-VALUE})",
            defaultValue = "y")
    private String output = "y";

    @Mixin
    private RunOptions.Printing printing = new RunOptions.Printing();

    @Override
    public Integer call() throws IOException {
        Output.requireWritable(spec, List.of(), List.of(target));
        KanModel model = FormulaNetwork.of(formula, inputs, output);
        Output.save(spec, model, target, () -> false);
        printing.print(ModelInfo.of(model, target.toString()));
        return 0;
    }
}
