using QmpGen.Tests.Builds;

namespace QmpGen.Generator.Tests;

/// <summary>A temporary project that uses the generator and the runtime of this build, without packages.</summary>
internal sealed class GeneratorConsumerProject : TemporaryProject
{
    /// <param name="items">The QmpSchema items, as XML.</param>
    /// <param name="runtime">Whether the project references the runtime.</param>
    /// <param name="generator">Whether the project references the generator.</param>
    public GeneratorConsumerProject(string items, bool runtime = true, bool generator = true)
    {
        string here = AppContext.BaseDirectory;
        Write(
            "user.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{here}QmpGen.props" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {(generator ? $"""<Analyzer Include="{here}QmpGen.Generator.dll" />""" : "")}
                {(runtime ? $"""<Reference Include="{here}QmpGen.dll" />""" : "")}
                {items}
              </ItemGroup>
            </Project>
            """
        );
    }
}
