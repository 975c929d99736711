using QmpGen.Tool;

return await Commands.All.Parse(args).InvokeAsync();
