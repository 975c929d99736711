using System.CommandLine;
using QmpGen.Tool;

RootCommand root = new("Works with the schemas of QEMU's machine protocol.")
{
    IntrospectCommand.Create(),
    NamesCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
