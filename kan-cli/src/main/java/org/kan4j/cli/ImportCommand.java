package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.ModelInfo;
import org.kan4j.importing.ImportOptions;
import org.kan4j.importing.ModelImport;
import org.kan4j.layer.BaseActivation;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan import}: a model of another project. */
@Command(
        name = "import",
        description = {
            "Read a model of pykan 0.2, efficient-kan or fast-kan.",
            "Nothing in a file is executed. What cannot be represented is refused by name."
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description =
                    "a state dict of torch.save or of safetensors, or pykan's PREFIX of PREFIX_state and PREFIX_config.yml")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "MODEL.kan",
            description = "where to write")
    private Path target = Path.of("");

    @Option(
            names = "--inputs",
            split = ",",
            paramLabel = "A,B",
            description = "names of the inputs (default: x1, x2, …)")
    private List<String> inputs = List.of();

    @Option(
            names = "--target",
            split = ",",
            paramLabel = "C",
            description = "names of the outputs (default: y, or y1, y2, …)")
    private List<String> outputs = List.of();

    @Option(
            names = "--base",
            paramLabel = "silu|identity|zero",
            description =
                    "base activation of efficient-kan and fast-kan, which their files do not hold (default: silu)")
    private BaseActivation base = BaseActivation.SILU;

    @Mixin
    private RunOptions.Printing printing = new RunOptions.Printing();

    @Override
    public Integer call() throws IOException {
        Output.requireWritable(spec, List.of(file), List.of(target));
        KanModel model = ModelImport.read(file, new ImportOptions(inputs, outputs, base));
        Output.save(spec, model, target, () -> false);
        printing.print(ModelInfo.of(model, file.toString()));
        return 0;
    }
}
