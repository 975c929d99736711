using QmpGen.Fuzz.Engine;

return FuzzCommand.Create().Parse(args).Invoke();
