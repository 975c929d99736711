using QmpGen.Fuzz.Running;

return CommandLine.Run(args);
