using QmpGen.Tool.Commands;

return await ToolRootCommand.Create().Parse(args).InvokeAsync();
