package org.kan4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory}: what theory says of networks, and experiments that check it. */
@Command(
        name = "theory",
        description = "What theory says of networks, computed and checked.",
        subcommands = {
            TheoryInitCommand.class,
            TheoryStartCommand.class,
            TheoryKernelCommand.class,
            TheoryGpCommand.class,
            TheoryIntervalsCommand.class,
            TheoryWidthCommand.class,
            TheoryExpressCommand.class,
            TheoryNtkCommand.class,
            TheoryLinearCommand.class,
            TheoryTransferCommand.class,
            TheoryFieldCommand.class
        })
final class TheoryCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "theory: a command required: "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
