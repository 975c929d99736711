using QmpGen.Tests.Builds;

namespace QmpGen.Generator.Tests;

/// <summary>Creates projects that use the generator and the runtime of this build.</summary>
internal static class UserProject
{
    /// <param name="items">The QmpSchema items, as XML.</param>
    /// <param name="runtime">Whether the project references the runtime.</param>
    /// <param name="generator">Whether the project references the generator.</param>
    public static TemporaryProject Create(string items, bool runtime = true, bool generator = true)
    {
        string here = AppContext.BaseDirectory;
        TemporaryProject project = new();
        project.Write(
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
        return project;
    }
}
